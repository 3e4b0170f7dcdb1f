import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../core/errors.ts';

/** What a proxy adds: the caller is then somebody else than the machine that connected. */
const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];
const LOOPBACK = /^(::1|(::ffff:)?127(\.\d{1,3}){3})$/;

const digest = (text: string) => createHash('sha256').update(text).digest();

/**
 * Lets a scrape in that comes from this machine itself, or brings the token.
 * @param token TOWER_METRICS_TOKEN, if one is set.
 * @throws DomainError `unauthenticated` for everybody else.
 */
export function guardMetrics({ headers, socket }: FastifyRequest, token: string | undefined): void {
  const [, given] = /^Bearer +(\S{1,300})$/i.exec(headers.authorization ?? '') ?? [];
  if (given !== undefined && token !== undefined && timingSafeEqual(digest(given), digest(token))) return;
  // A wrong token is refused from here as well, so that it is noticed where it was set up.
  if (
    given === undefined &&
    LOOPBACK.test(socket.remoteAddress ?? '') &&
    !FORWARDED.some((name) => headers[name] !== undefined)
  )
    return;
  throw new DomainError(
    'unauthenticated',
    'Metrics are for this machine alone, or for who sends Authorization: Bearer with the TOWER_METRICS_TOKEN that is set here.',
  );
}

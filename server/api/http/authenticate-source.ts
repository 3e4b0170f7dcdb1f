import type { FastifyRequest } from 'fastify';
import type { Clock } from '../../core/clock.ts';
import { DomainError, forbidden } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import type { SourceContext } from '../../events/ingest/index.ts';
import { findSourceByKey, type KnownSource } from '../../events/sources/index.ts';

/** How long a known key is remembered: a source that is switched off, a key that is revoked or runs out, is refused within this time. */
const REMEMBER_MS = 2_000;
const REMEMBERED = 1_000;

/**
 * Who calls the machine API, by bearer key.
 * @returns a function of a request that throws DomainError `unauthenticated` (401) for a missing or unknown key and `forbidden`
 *   (403) for a source that is switched off, `unavailable` (503) when the store is away.
 */
export function sourceAuthentication(db: Database, clock: Clock): (request: FastifyRequest) => Promise<SourceContext> {
  const known = new Map<string, { source: Promise<KnownSource | null>; until: number }>();
  /** One lookup for all requests that come while it is under way. */
  const find = (key: string): Promise<KnownSource | null> => {
    const now = clock.now();
    const entry = known.get(key);
    if (entry && entry.until >= now.getTime()) return entry.source;
    if (known.size >= REMEMBERED) known.clear();
    const source = findSourceByKey(db, key, now);
    known.set(key, { source, until: now.getTime() + REMEMBER_MS });
    // A key that is not known, or that could not be looked up, is asked for again by the next request.
    const forget = () => known.get(key)?.source === source && known.delete(key);
    source.then((found) => found ?? forget(), forget);
    return source;
  };
  return async (request) => {
    const [, key] = /^Bearer +(\S{1,200})$/i.exec(request.headers.authorization ?? '') ?? [];
    if (!key) throw new DomainError('unauthenticated', 'Send the key of a source: Authorization: Bearer KEY.');
    const source = await find(key).catch((cause: unknown) => {
      throw new DomainError('unavailable', 'The store did not answer. Send this again.', {
        retryAfterSeconds: 2,
        cause,
      });
    });
    if (!source) throw new DomainError('unauthenticated', 'No source holds this key.');
    if (!source.active) throw forbidden(`The source ${source.actor.name} is switched off.`);
    return { actor: source.actor, clock };
  };
}

import type { FastifyInstance } from 'fastify';
import { DomainError } from '../../core/errors.ts';
import { MAX_BODY_BYTES } from '../../events/formats/constants.ts';
import type { Intake } from '../../events/ingest/index.ts';

/** Bytes of bodies that may be under way in one process, from their first byte until they are answered. */
const MAX_BYTES_UNDER_WAY = 32 * 1024 * 1024;

/**
 * Lets in what this process can hold: a source that has spent its rate, and any request beyond the bytes that may be under
 * way, are refused before their body is read. Answers tell what is left (draft-ietf-httpapi-ratelimit-headers).
 * To be called in a scope whose requests know their source.
 */
export function admitRequests(app: FastifyInstance, intake: Intake): void {
  let underWay = 0;

  app.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'POST') return;
    intake.admit(request.caller());
    const told = Number(request.headers['content-length']);
    const bytes = Number.isFinite(told) ? Math.min(told, MAX_BODY_BYTES) : MAX_BODY_BYTES;
    if (underWay > 0 && underWay + bytes > MAX_BYTES_UNDER_WAY) {
      throw new DomainError('busy', 'Too much is under way. Send this again in a moment.', { retryAfterSeconds: 1 });
    }
    underWay += bytes;
    reply.raw.once('close', () => {
      underWay -= bytes;
    });
  });

  app.addHook('onSend', async (request, reply) => {
    if (request.method !== 'POST' || !request.source) return;
    const allowance = intake.allowance(request.source);
    if (!allowance) return;
    const { limit, left, seconds } = allowance;
    void reply.header('ratelimit-policy', `"signals";q=${limit.burst};w=${Math.round(limit.burst / limit.perSecond)}`);
    void reply.header('ratelimit', `"signals";r=${left};t=${Math.max(1, seconds)}`);
  });
}

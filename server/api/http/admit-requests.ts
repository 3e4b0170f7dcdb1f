import type { FastifyInstance } from 'fastify';
import { MAX_BODY_BYTES } from '../../events/formats/constants.ts';
import type { Intake } from '../../events/ingest/index.ts';
import { claimBody } from '../edge/claim-body.ts';

/**
 * Lets in what this process can hold: a source that has spent its rate, and one that has as many bytes of bodies under way as its
 * share, are refused before their body is read. Answers tell what is left (draft-ietf-httpapi-ratelimit-headers).
 * To be called in a scope whose requests know their source.
 */
export function admitRequests(app: FastifyInstance, intake: Intake): void {
  app.addHook('onRequest', async (request) => {
    if (request.method === 'GET') return;
    const caller = request.caller();
    if (request.method === 'POST') intake.admit(caller);
    const kind = request.routeOptions.bodyLimit > MAX_BODY_BYTES ? 'files' : 'signals';
    claimBody(request.raw, kind, `source:${caller.actor.id}`);
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

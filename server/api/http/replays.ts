import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { invalid } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { recordReplay, startReplay } from '../../events/sources/index.ts';
import { replayInput, replayProgressInput } from '../../events/sources/schema.ts';
import { runOnce, sendAnswer } from './run-once.ts';

/** Findings of a whole file stand in one request. */
const BODY_LIMIT = 4 * 1024 * 1024;

/** `POST /replays`: a delivery history begins. `POST /replays/{id}/progress`: how far it has come, as totals. */
export const replayRoutes: FastifyPluginAsync<{ db: Database }> = async (app, { db }) => {
  app.post('/replays', { bodyLimit: BODY_LIMIT }, async (request, reply) => {
    const caller = request.caller();
    // Each run is an entry of its own, so that a call whose answer was lost must not begin a second one.
    const work = async () => {
      const id = await startReplay(db, caller, readBody(request, replayInput));
      return { status: 201, contentType: 'application/json', body: JSON.stringify({ id }) };
    };
    return sendAnswer(reply, await runOnce(db, caller, request, { call: 'POST /replays', required: true, work }));
  });

  app.post<{ Params: { id: string } }>('/replays/:id/progress', async (request, reply) => {
    await recordReplay(db, request.caller(), { ...readBody(request, replayProgressInput), id: request.params.id });
    return reply.code(204).send();
  });
};

/** @throws DomainError `invalid` that names each offending member. */
function readBody<T extends z.ZodType>(request: FastifyRequest, schema: T): z.infer<T> {
  const parsed = schema.safeParse(parseJson(request.body));
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.slice(0, 10).map((issue) => [issue.path.join('.'), issue.message]);
  throw invalid('The body does not hold what this call takes.', Object.fromEntries(fields));
}

function parseJson(body: unknown): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.isBuffer(body) ? body : Buffer.alloc(0)));
  } catch {
    throw invalid('The body is not JSON.');
  }
}

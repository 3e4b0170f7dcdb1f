import type { FastifyPluginAsync } from 'fastify';
import type { Database } from '../../db/client.ts';
import { recordReplay, startReplay } from '../../events/sources/index.ts';
import { replayInput, replayProgressInput } from '../../events/sources/schema.ts';
import { readJson } from './read-json.ts';
import { runOnce, sendAnswer } from './run-once.ts';

/** Findings of a whole file stand in one request. */
const BODY_LIMIT = 4 * 1024 * 1024;

/** `POST /replays`: a delivery history begins. `POST /replays/{id}/progress`: how far it has come, as totals. */
export const replayRoutes: FastifyPluginAsync<{ db: Database }> = async (app, { db }) => {
  app.post('/replays', { bodyLimit: BODY_LIMIT }, async (request, reply) => {
    const caller = request.caller();
    // Each run is an entry of its own, so that a call whose answer was lost must not begin a second one.
    const work = async () => {
      const id = await startReplay(db, caller, readJson(request, replayInput));
      return { status: 201, contentType: 'application/json', body: JSON.stringify({ id }) };
    };
    return sendAnswer(reply, await runOnce(db, caller, request, { call: 'POST /replays', required: true, work }));
  });

  app.post<{ Params: { id: string } }>('/replays/:id/progress', async (request, reply) => {
    await recordReplay(db, request.caller(), { ...readJson(request, replayProgressInput), id: request.params.id });
    return reply.code(204).send();
  });
};

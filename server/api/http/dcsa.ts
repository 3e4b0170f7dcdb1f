import type { FastifyPluginAsync } from 'fastify';
import type { Logger } from '../../core/logger.ts';
import type { Database } from '../../db/client.ts';
import { captureEvents } from '../../events/captures/index.ts';
import { MAX_BODY_BYTES } from '../../events/formats/constants.ts';
import type { Intake } from '../../events/ingest/index.ts';
import { isRefused, sendProblem } from './problem.ts';
import { runOnce, SOON_GIVEN_UP_MS, sendAnswer } from './run-once.ts';

const ONCE = { call: 'POST /dcsa/events', required: false, givenUpMs: SOON_GIVEN_UP_MS };

/** `POST /dcsa/events`: events of the DCSA standards, one or a list. */
export const dcsaRoutes: FastifyPluginAsync<{ db: Database; intake: Intake; log: Logger }> = async (
  app,
  { db, intake, log },
) => {
  app.post('/dcsa/events', {
    bodyLimit: MAX_BODY_BYTES,
    errorHandler: async (error, request, reply) => {
      if (request.source && isRefused(error)) await intake.reject(request.source);
      return sendProblem(reply, error, log);
    },
    handler: async (request, reply) => {
      const caller = request.caller();
      const work = async () => {
        const taken = await captureEvents(caller, intake, {
          contentType: request.headers['content-type'] ?? '',
          body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
        });
        return { status: 202, contentType: 'application/json', body: JSON.stringify(taken) };
      };
      return sendAnswer(reply, await runOnce(db, caller, request, { ...ONCE, work }));
    },
  });
};

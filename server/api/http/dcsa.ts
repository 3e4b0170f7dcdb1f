import type { FastifyPluginAsync } from 'fastify';
import type { Logger } from '../../core/logger.ts';
import { captureEvents } from '../../events/captures/index.ts';
import { MAX_BODY_BYTES } from '../../events/formats/constants.ts';
import type { Intake } from '../../events/ingest/index.ts';
import { isRefused, sendProblem } from './problem.ts';

/** `POST /dcsa/events`: events of the DCSA standards, one or a list. */
export const dcsaRoutes: FastifyPluginAsync<{ intake: Intake; log: Logger }> = async (app, { intake, log }) => {
  app.post('/dcsa/events', {
    bodyLimit: MAX_BODY_BYTES,
    errorHandler: async (error, request, reply) => {
      if (request.source && isRefused(error)) await intake.reject(request.source);
      return sendProblem(reply, error, log);
    },
    handler: async (request, reply) => {
      const taken = await captureEvents(request.caller(), intake, {
        contentType: request.headers['content-type'] ?? '',
        body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      });
      return reply.code(202).send(taken);
    },
  });
};

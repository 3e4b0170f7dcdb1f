import type { FastifyPluginAsync } from 'fastify';
import type { Clock } from '../../core/clock.ts';
import { DomainError, forbidden } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Database } from '../../db/client.ts';
import type { Intake, SourceContext } from '../../events/ingest/index.ts';
import { noteRefused } from '../note-refused.ts';
import { admitRequests } from './admit-requests.ts';
import { answerMethods } from './answer-methods.ts';
import { asyncApiDocument } from './asyncapi.ts';
import { sourceAuthentication } from './authenticate-source.ts';
import { checkRequest } from './check-request.ts';
import { dcsaRoutes } from './dcsa.ts';
import { epcisRoutes } from './epcis.ts';
import { importRoutes } from './imports.ts';
import { lineageRoutes } from './lineage.ts';
import { openApiDocument } from './openapi.ts';
import { sendProblem } from './problem.ts';
import { readRoutes } from './reads.ts';
import { replayRoutes } from './replays.ts';
import { signalRoutes } from './signals.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set once the key is known. */
    source: SourceContext | null;
    /** The source that calls. @throws DomainError `unauthenticated` where no key was asked for. */
    caller(): SourceContext;
  }
}

export type MachineApiOptions = { db: Database; clock: Clock; log: Logger; intake: Intake };

/** The machine API under /api/v1: bearer key of a source, raw bodies, RFC 9457 problems. */
export const machineApi: FastifyPluginAsync<MachineApiOptions> = async (app, { db, clock, log, intake }) => {
  app.setErrorHandler<Error>((error, _request, reply) => sendProblem(reply, error, log));
  answerMethods(app, log);
  app.get('/openapi.json', async (_request, reply) => reply.type('application/json').send(openApiDocument()));
  app.get('/asyncapi.json', async (_request, reply) => reply.type('application/json').send(asyncApiDocument()));

  await app.register(async (authenticated) => {
    const authenticate = sourceAuthentication(db, clock);
    authenticated.decorateRequest('source', null);
    authenticated.decorateRequest('caller', function caller(this: { source: SourceContext | null }) {
      if (!this.source) throw new DomainError('unauthenticated', 'Send the key of a source.');
      return this.source;
    });
    authenticated.addHook('onRequest', async (request, reply) => {
      request.source = await authenticate(request);
      checkRequest(request, reply);
    });
    // After the answer, whose status says it whoever refused: of a key all that is evidence is that it asked for what it may not.
    authenticated.addHook('onResponse', async (request, reply) => {
      if (reply.statusCode !== 403 || !request.source) return;
      const act = `${request.method} ${request.routeOptions.url ?? 'of no call'}`;
      await noteRefused({ db, log }, request.source, { act, input: request.params, error: forbidden('') });
    });
    admitRequests(authenticated, intake);
    // Bodies are read by us alone: fatally as UTF-8, and with the raw bytes at hand for the quarantine.
    authenticated.removeAllContentTypeParsers();
    authenticated.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    await authenticated.register(signalRoutes, { db, intake, log });
    await authenticated.register(epcisRoutes, { db, intake, log });
    await authenticated.register(dcsaRoutes, { db, intake, log });
    await authenticated.register(importRoutes, { db, intake, log });
    await authenticated.register(replayRoutes, { db });
    await authenticated.register(readRoutes, { db });
    await authenticated.register(lineageRoutes, { db });
  });
};

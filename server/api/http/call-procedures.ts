import { TRPCError } from '@trpc/server';
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { readSession, requireOwnOrigin, type SessionDeps, type SignedIn } from '../../auth/index.ts';
import type { Person } from '../../core/context.ts';
import { DomainError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import { SHOWN_TO } from '../check-shown.ts';
import { BATCH_MOST } from '../constants.ts';
import { claimBody } from '../edge/claim-body.ts';
import { retryAfter, trpcCodeOf } from '../errors.ts';
import { type AppRouter, appRouter } from '../router.ts';
import type { ApiContext } from '../trpc.ts';
import { sendProblem } from './problem.ts';

type Options = SessionDeps & {
  log: Logger;
  publicUrl: string;
  contextFor: (person: Person | null) => ApiContext;
};

/**
 * What pages call: the procedures of tRPC, as the person of the session cookie. The cookie is SameSite=Lax already; a change that
 * another site asks for, or that says no site, is refused here as well. A body is charged to the person before it is read.
 */
export const procedureRoutes: FastifyPluginAsync<Options> = async (
  app,
  { db, clock, secret, log, publicUrl, contextFor },
) => {
  app.setErrorHandler<Error>((error, _request, reply) => sendProblem(reply, error, log));
  const sessions = new WeakMap<FastifyRequest, Promise<SignedIn | null>>();
  const sessionOf = (request: FastifyRequest): Promise<SignedIn | null> => {
    const known = sessions.get(request) ?? readSession({ db, clock, secret }, request.headers);
    sessions.set(request, known);
    return known;
  };
  app.addHook('onRequest', async (request) => {
    if (request.method === 'GET') return;
    const signedIn = await sessionOf(request);
    claimBody(request.raw, 'pages', signedIn ? `person:${signedIn.person.id}` : `address:${request.ip}`);
  });

  const trpcOptions: FastifyTRPCPluginOptions<AppRouter>['trpcOptions'] = {
    router: appRouter,
    maxBatchSize: BATCH_MOST,
    responseMeta: ({ errors }) => ({ headers: retryAfter(errors) }),
    createContext: async ({ req }) => {
      try {
        requireOwnOrigin(req.method, req.headers, publicUrl);
      } catch (cause) {
        if (!(cause instanceof DomainError)) throw cause;
        throw new TRPCError({ code: trpcCodeOf(cause.code), message: cause.message, cause });
      }
      const signedIn = await sessionOf(req);
      return {
        ...contextFor(signedIn?.person ?? null),
        sessionId: signedIn?.sessionId,
        shownTo: req.headers[SHOWN_TO]?.toString(),
      };
    },
  };
  await app.register(fastifyTRPCPlugin, { trpcOptions });
};

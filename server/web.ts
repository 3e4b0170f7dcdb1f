import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify';
import fastify, { LogController } from 'fastify';
import type { ActionDeps } from './actions/index.ts';
import { BATCH_MOST } from './api/constants.ts';
import { retryAfter } from './api/errors.ts';
import { healthRoutes } from './api/http/health.ts';
import { machineApi } from './api/http/index.ts';
import { sendProblem } from './api/http/problem.ts';
import { authRoutes } from './api/http/serve-auth.ts';
import { serverOptions } from './api/http/server-options.ts';
import { fileRoutes } from './api/http/upload-file.ts';
import { type AppRouter, appRouter } from './api/router.ts';
import { openTurns } from './api/take-turns.ts';
import type { ApiContext } from './api/trpc.ts';
import { explainEnd, isOwnOrigin, readSession } from './auth/index.ts';
import type { Clock } from './core/clock.ts';
import { DomainError } from './core/errors.ts';
import type { Logger } from './core/logger.ts';
import type { Database } from './db/client.ts';
import type { Env } from './env.ts';
import { openIntake } from './events/ingest/index.ts';
import { startGateway } from './realtime/gateway.ts';

export type WebOptions = {
  env: Env;
  secret: string;
  db: Database;
  /** The share of connections by which signals come in. */
  intakeDb: Database;
  clock: Clock;
  log: Logger;
  actions: ActionDeps;
};

/** Paths that Fastify answers; socket.io answers its own and Next all others. */
const OURS = /^\/(api\/(v1|trpc|imports|auth)(\/|\?|$)|healthz(\?|$)|readyz(\?|$)|metrics(\?|$))/;

/** One HTTP server for machines, people and sockets. Returns how to stop it. */
export async function startWeb({ env, secret, db, intakeDb, clock, log, actions }: WebOptions) {
  const dev = env.NODE_ENV === 'development';
  const publicUrl = env.NEXTAUTH_URL;
  const sessions = { db, clock, secret };
  let stopping = false;
  const intake = openIntake(intakeDb, log, { ratePerSecond: env.TOWER_SOURCE_RATE || null });
  const turns = openTurns();
  const contextFor = (person: ApiContext['person']): ApiContext => ({ db, actions, clock, log, intake, person, turns });

  const server = createServer();
  let answer: RequestListener = (_request, response) => void response.writeHead(503, { 'retry-after': '1' }).end();
  const api = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    ...serverOptions(log),
    trustProxy: (_address, hop) => hop < env.TOWER_PROXIES,
    serverFactory: (handler) => {
      answer = handler;
      return server;
    },
  });
  api.setErrorHandler<Error>((error, _request, reply) => sendProblem(reply, error, log));
  api.setNotFoundHandler((_request, reply) =>
    sendProblem(
      reply,
      new DomainError('not_found', 'There is nothing at this address. The calls are listed at /api/v1/openapi.json.'),
      log,
    ),
  );

  let sockets = () => 0;
  await api.register(healthRoutes, { db, intake, sockets: () => sockets(), stopping: () => stopping });
  await api.register(machineApi, { prefix: '/api/v1', db, clock, log, intake });
  await api.register(fileRoutes, { prefix: '/api/imports', ...sessions, log, intake, publicUrl });
  await api.register(authRoutes, { prefix: '/api/auth', ...sessions, log, publicUrl });
  const trpc: FastifyTRPCPluginOptions<AppRouter>['trpcOptions'] = {
    router: appRouter,
    maxBatchSize: BATCH_MOST,
    responseMeta: ({ errors }) => ({ headers: retryAfter(errors) }),
    createContext: async ({ req }) => {
      // The cookie is SameSite=Lax already; a foreign page's POST is refused here as well.
      const trusted = req.method === 'GET' || !req.headers.origin || isOwnOrigin(req.headers, publicUrl);
      const signedIn = trusted ? await readSession(sessions, req.headers) : null;
      return { ...contextFor(signedIn?.person ?? null), sessionId: signedIn?.sessionId };
    },
  };
  await api.register(fastifyTRPCPlugin, { prefix: '/api/trpc', trpcOptions: trpc });
  api.addHook('onClose', () => intake.close());
  await api.ready();

  globalThis.holdpoint = {
    demo: env.TOWER_DEMO,
    person: async (asked) => (await readSession(sessions, asked))?.person ?? null,
    explainEnd: (asked) => explainEnd(sessions, asked),
    router: appRouter,
    contextFor,
  };

  const { default: next } = await import('next');
  const pages = next({ dev, dir: process.cwd(), hostname: 'localhost', port: env.PORT, httpServer: server });
  await pages.prepare();
  const render = pages.getRequestHandler();
  server.on('request', (request, response) => {
    if (OURS.test(request.url ?? '')) return answer(request, response);
    if (request.url?.startsWith('/api/socket')) return; // socket.io is attached to the same server
    guard(request, response, dev);
    void render(request, response);
  });
  const gateway = await startGateway(server, { db, clock, log, publicUrl, secret, dev });
  sockets = gateway.sockets;

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Error(`Port ${env.PORT} is taken. Set PORT to a free one.`) : error),
    );
    server.listen(env.PORT, () => resolve());
  });

  return {
    stop: async () => {
      stopping = true;
      await gateway.stop(); // closes the HTTP server too
      await api.close();
      await pages.close();
      globalThis.holdpoint = undefined;
    },
  };
}

/** Headers of every page. Scripts run by nonce alone; Next takes the nonce from the request's own policy header. */
function guard(request: IncomingMessage, response: ServerResponse, dev: boolean): void {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self' ws: wss:`,
    `frame-ancestors 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `object-src 'none'`,
  ].join('; ');
  request.headers['content-security-policy'] = policy;
  request.headers['x-nonce'] = nonce;
  request.headers['x-address'] = request.url; // for the gate, which leads back here after signing in
  response.setHeader('content-security-policy', policy);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'same-origin');
  response.setHeader('x-frame-options', 'DENY');
}

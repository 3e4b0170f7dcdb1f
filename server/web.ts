import type { RequestListener } from 'node:http';
import fastify, { LogController } from 'fastify';
import type { ActionDeps } from './actions/index.ts';
import { listenOn } from './api/edge/listen-on.ts';
import { type Answer, openEdge } from './api/edge/open-edge.ts';
import { refusePage } from './api/edge/refuse-page.ts';
import { setApiHeaders, setPageHeaders } from './api/edge/set-headers.ts';
import { procedureRoutes } from './api/http/call-procedures.ts';
import { countUnknown } from './api/http/count-unknown.ts';
import { healthRoutes } from './api/http/health.ts';
import { machineApi } from './api/http/index.ts';
import { sendProblem } from './api/http/problem.ts';
import { authRoutes } from './api/http/serve-auth.ts';
import { serverOptions } from './api/http/server-options.ts';
import { fileRoutes } from './api/http/upload-file.ts';
import { appRouter } from './api/router.ts';
import { openTurns } from './api/take-turns.ts';
import type { ApiContext } from './api/trpc.ts';
import { explainEnd, readSession } from './auth/index.ts';
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

const SOCKETS = /^\/api\/socket(\/|\?|$)/;
/** Those whose bodies are bounded by who answers them; all others are here, and charged to the address they come from. */
const CLAIMS = /^\/api\/(v1|trpc|imports|socket)(\/|\?|$)/;

/** One HTTP server for machines, people and sockets. Returns how to stop it. */
export async function startWeb({ env, secret, db, intakeDb, clock, log, actions }: WebOptions) {
  const dev = env.NODE_ENV === 'development';
  const publicUrl = env.NEXTAUTH_URL;
  const sessions = { db, clock, secret };
  let stopping = false;
  const intake = openIntake(intakeDb, log, { ratePerSecond: env.TOWER_SOURCE_RATE || null });
  const turns = openTurns();
  const contextFor = (person: ApiContext['person']): ApiContext => ({ db, actions, clock, log, intake, person, turns });

  let answer: Answer = (_request, response) => void response.writeHead(503, { 'retry-after': '1' }).end();
  const edge = openEdge(
    (request, response) => answer(request, response),
    (url) => CLAIMS.test(url),
    { proxies: env.TOWER_PROXIES },
  );
  const { server } = edge;
  let machines: RequestListener = (_request, response) => void response.writeHead(503).end();
  const api = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    ...serverOptions(log),
    trustProxy: (_address, hop) => hop < env.TOWER_PROXIES,
    serverFactory: (handler) => {
      machines = handler;
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
  const unknown = countUnknown();
  api.addHook('onResponse', unknown.hook);
  await api.register(healthRoutes, {
    db,
    intake,
    sockets: () => sockets(),
    stopping: () => stopping,
    edge: edge.load,
    unknown: unknown.count,
    metricsToken: env.TOWER_METRICS_TOKEN,
  });
  await api.register(machineApi, { prefix: '/api/v1', db, clock, log, intake });
  await api.register(fileRoutes, { prefix: '/api/imports', ...sessions, log, intake, publicUrl });
  await api.register(authRoutes, { prefix: '/api/auth', ...sessions, log, publicUrl });
  await api.register(procedureRoutes, { prefix: '/api/trpc', ...sessions, log, publicUrl, contextFor });
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
  answer = (request, response) => {
    const url = request.url ?? '';
    if (SOCKETS.test(url)) return setApiHeaders(response, publicUrl); // socket.io is attached to the same server
    if (OURS.test(url)) {
      setApiHeaders(response, publicUrl);
      return machines(request, response);
    }
    setPageHeaders(request, response, publicUrl, dev);
    if (refusePage(request, response, publicUrl)) return;
    void render(request, response);
  };
  const gateway = await startGateway(server, { db, clock, log, publicUrl, secret, dev });
  sockets = gateway.sockets;
  edge.attach();

  const listening = await listenOn(server, env.PORT, env.host);

  return {
    stop: async () => {
      stopping = true;
      listening.close();
      await gateway.stop(); // closes the HTTP server too
      await api.close();
      await pages.close();
      edge.close();
      globalThis.holdpoint = undefined;
    },
  };
}

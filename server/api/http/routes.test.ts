import { readFileSync } from 'node:fs';
import fastify from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeyScope, Person } from '../../core/context.ts';
import { asSystem } from '../../core/context.ts';
import { openIntake } from '../../events/ingest/index.ts';
import { connectSource } from '../../events/sources/index.ts';
import { addPeople } from '../../testing/add-people.ts';
import { testDatabase } from '../../testing/database.ts';
import { openSession, TEST_SECRET } from '../../testing/open-session.ts';
import { buildTwoRegions, ELSEWHERE, THERE, type TwoRegions } from '../../testing/two-regions.ts';
import { openTurns } from '../take-turns.ts';
import { procedureRoutes } from './call-procedures.ts';
import { healthRoutes } from './health.ts';
import { machineApi } from './index.ts';
import { authRoutes } from './serve-auth.ts';
import { serverOptions } from './server-options.ts';
import { fileRoutes } from './upload-file.ts';

/*
 * Who may call what over HTTP: a row for every route that is mounted, and for every event of a socket. A new one without a row
 * fails here. Each is called without a key, with one that nobody holds, with one that lacks the scope, and with one of another
 * region or source than everything belongs to.
 */
type Row =
  /** A key with one of these scopes. `url` names something that lies in one region and belongs to one source. */
  | { scopes: KeyScope[]; url: (world: TwoRegions) => string }
  /** A person's session. */
  | { session: (world: TwoRegions) => string }
  /** Asks for nothing, or is tried where it is written. */
  | { open: string };

const own = (path: string): Row => ({ scopes: ['send'], url: () => path });
const list = (path: string): Row => ({ scopes: ['read'], url: () => path });
const part = encodeURIComponent;

const ROUTES: Record<string, Row> = {
  'GET /healthz': { open: 'says that the process lives' },
  'GET /readyz': { open: 'says whether it can serve' },
  'GET /metrics': { open: 'loopback or a token: guard-metrics.test.ts' },
  'GET /api/v1/openapi.json': { open: 'the description of the calls' },
  'GET /api/v1/asyncapi.json': { open: 'the description of the signals' },
  'POST /api/v1/signals': own('/signals'),
  'GET /api/v1/signals/*': {
    scopes: ['send', 'read'],
    url: ({ signal }) => `/signals/${part(signal.source)}/${part(signal.id)}`,
  },
  'GET /api/v1/streams/*': { scopes: ['send'], url: ({ signal }) => `/streams/${part(signal.source)}` },
  'POST /api/v1/epcis/capture': own('/epcis/capture'),
  'GET /api/v1/epcis/capture': own('/epcis/capture'),
  'GET /api/v1/epcis/capture/:id': own('/epcis/capture/x'),
  'OPTIONS /api/v1/epcis/capture': { open: 'with any key: what the binding can do' },
  'OPTIONS /api/v1/epcis/capture/:id': { open: 'with any key: what the binding can do' },
  'POST /api/v1/dcsa/events': own('/dcsa/events'),
  'POST /api/v1/imports': own('/imports'),
  'GET /api/v1/imports': own('/imports'),
  'GET /api/v1/imports/mappings': own('/imports/mappings'),
  'PUT /api/v1/imports/mappings/:name': own('/imports/mappings/x'),
  'GET /api/v1/imports/:id': { scopes: ['send'], url: ({ importId }) => `/imports/${importId}` },
  'GET /api/v1/imports/:id/acknowledgement': {
    scopes: ['send'],
    url: ({ importId }) => `/imports/${importId}/acknowledgement`,
  },
  'GET /api/v1/imports/:id/file': { scopes: ['send'], url: ({ importId }) => `/imports/${importId}/file` },
  'POST /api/v1/replays': own('/replays'),
  'POST /api/v1/replays/:id/progress': { scopes: ['send'], url: ({ replayId }) => `/replays/${replayId}/progress` },
  'GET /api/v1/disruptions': list('/disruptions'),
  'GET /api/v1/proposals': list('/proposals'),
  'GET /api/v1/decisions': list('/decisions'),
  'GET /api/v1/actions': list('/actions'),
  'GET /api/v1/lineage': list('/lineage'),
  'POST /api/imports': { session: ({ sourceId }) => `/api/imports/?sourceId=${sourceId}&name=x` },
  'GET /api/imports/:id/file': { session: ({ importId }) => `/api/imports/${importId}/file` },
  'GET /api/imports/:id/acknowledgement': { session: ({ importId }) => `/api/imports/${importId}/acknowledgement` },
};
/** Everything below these is tried in a place of its own. */
const ELSEWHERE_TRIED: Record<string, string> = {
  '/api/auth': 'signing in and out: serve-auth.test.ts',
  '/api/trpc': 'procedures: ../procedures.test.ts',
};

/** What a browser may send over its socket, and who says what comes of it. */
const SOCKET_EVENTS: Record<string, string> = {
  resume: 'frames of the rooms of the socket, which its person’s regions say: gateway.test.ts',
};

const { db } = await testDatabase();
const log = pino({ level: 'silent' });
const intake = openIntake(db, log);
const app = fastify(serverOptions(log));
const mounted = new Set<string>();
const publicUrl = 'http://localhost:3000';
let world: TwoRegions;
const KEYS: Record<string, string> = {};
const cookies: Record<string, string> = {};

beforeAll(async () => {
  world = await buildTwoRegions(db);
  const { clock, actions } = world;
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) if (one !== 'HEAD') mounted.add(`${one} ${url}`);
  });
  const sessions = { db, clock, secret: TEST_SECRET };
  const turns = openTurns();
  await app.register(healthRoutes, { db, intake, sockets: () => 0, stopping: () => false });
  await app.register(machineApi, { prefix: '/api/v1', db, clock, log, intake });
  await app.register(fileRoutes, { prefix: '/api/imports', ...sessions, log, intake, publicUrl });
  await app.register(authRoutes, { prefix: '/api/auth', ...sessions, log, publicUrl });
  await app.register(procedureRoutes, {
    prefix: '/api/trpc',
    ...sessions,
    log,
    publicUrl,
    contextFor: (person) => ({ db, actions, clock, log, intake, person, turns }),
  });
  await app.ready();
  const connect = async (name: string, scopes: KeyScope[], regions: string[]) => {
    KEYS[name] = `the-key-of-${name}`;
    const source = { name: `Other ${name}`, system: 'ERP', mayReplay: true, key: KEYS[name] };
    await connectSource(db, asSystem('start', clock), { ...source, scopes, regions });
  };
  await connect('send', ['send'], []);
  await connect('read', ['read'], [ELSEWHERE]);
  await connect('propose', ['propose'], ['*']);
  await connect('there', ['read'], [THERE]);
  for (const regions of [[ELSEWHERE], [THERE]]) {
    const [id = ''] = regions;
    const actor: Person = {
      kind: 'person',
      id,
      name: `Regional ${id.length}`,
      email: `${id}@example.com`,
      roles: ['operator'],
      regions,
    };
    await addPeople(db, { actor, clock });
    cookies[id] = (await openSession(db, id, clock)).cookie;
  }
}, 60_000);
afterAll(async () => {
  await app.close();
  await intake.close();
});

const isElsewhere = (route: string) => Object.keys(ELSEWHERE_TRIED).some((path) => route.includes(` ${path}`));
const methodOf = (route: string) => route.split(' ')[0] as 'GET' | 'POST' | 'PUT';
type Answer = { status: number; text: string };
const send = async (route: string, url: string, headers: Record<string, string>): Promise<Answer> => {
  const method = methodOf(route);
  const body =
    method === 'GET'
      ? {}
      : { payload: '{}', headers: { ...headers, 'content-type': 'application/json', origin: publicUrl } };
  const answer = await app.inject({ method, url, headers, ...body });
  return { status: answer.statusCode, text: answer.body };
};
const withKey = (route: string, key: string | null): Promise<Answer> => {
  const row = ROUTES[route];
  const path = row && 'url' in row ? row.url(world) : '/';
  return send(route, `/api/v1${path}`, key === null ? {} : { authorization: `Bearer ${key}` });
};
const told = ({ text }: Answer) => world.marks.filter((mark) => text.includes(mark));

it('there is a row for every route and every event of a socket, and none for what is not there', () => {
  expect([...mounted].filter((route) => !isElsewhere(route)).sort()).toEqual(Object.keys(ROUTES).sort());
  const gateway = readFileSync(new URL('../../realtime/gateway.ts', import.meta.url), 'utf8');
  const events = [...gateway.matchAll(/socket\.on\(\s*'([^']+)'/g)].map(([, name]) => name);
  expect(events).toEqual(Object.keys(SOCKET_EVENTS));
});

const keyed = Object.entries(ROUTES).flatMap(([route, row]) => ('scopes' in row ? [[route, row.scopes] as const] : []));
describe.each(keyed)('%s', (route, scopes) => {
  it('asks for a key that somebody holds', async () => {
    for (const key of [null, 'nobody-holds-this'])
      expect([key, (await withKey(route, key)).status]).toEqual([key, 401]);
  });

  it('refuses every key without the scope, and names it', async () => {
    for (const scope of ['send', 'read', 'propose'] as const) {
      if (scopes.includes(scope)) continue;
      const answer = await withKey(route, KEYS[scope] ?? '');
      expect([scope, answer.status]).toEqual([scope, 403]);
      expect(answer.text).toMatch(/needs a key with the scope/);
    }
  });

  it('tells a key of another region or source nothing', async () => {
    for (const scope of scopes) {
      const answer = await withKey(route, KEYS[scope] ?? '');
      expect(answer.status).toBeLessThan(500);
      // Problems name what was asked for; what is there they do not tell.
      if (answer.status < 300) expect(told(answer)).toEqual([]);
    }
  });

  const regional = scopes.includes('read') && route !== 'GET /api/v1/lineage' ? it : null;
  regional?.('tells a key of the region', async () => {
    await expect.poll(async () => told(await withKey(route, KEYS.there ?? ''))).not.toEqual([]);
  });
});

const personal = Object.entries(ROUTES).flatMap(([route, row]) =>
  'session' in row ? [[route, row.session] as const] : [],
);
describe.each(personal)('%s', (route, url) => {
  it('asks for a session, and for one of the region', async () => {
    expect((await send(route, url(world), {})).status).toBe(401);
    const answer = await send(route, url(world), { cookie: cookies[ELSEWHERE] ?? '' });
    expect([403, 404]).toContain(answer.status);
    expect(told(answer)).toEqual([]);
    // A file holds rows of every region: its words are for people who see them all.
    if (methodOf(route) === 'GET')
      expect((await send(route, url(world), { cookie: cookies[THERE] ?? '' })).status).toBe(403);
  });
});

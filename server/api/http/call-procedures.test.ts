import fastify from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedDemoAccounts } from '../../auth/index.ts';
import { systemClock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import { openIntake } from '../../events/ingest/index.ts';
import { testDatabase } from '../../testing/database.ts';
import { openSession, TEST_SECRET as secret } from '../../testing/open-session.ts';
import { openTurns } from '../take-turns.ts';
import { procedureRoutes } from './call-procedures.ts';
import { fileRoutes } from './upload-file.ts';

const { db } = await testDatabase();
const clock = systemClock;
const log = pino({ level: 'silent' });
const intake = openIntake(db, log);
const origin = 'http://localhost:3000';
const app = fastify();
const turns = openTurns();

beforeAll(async () => {
  await seedDemoAccounts(db, asSystem('start', clock));
  const common = { db, clock, secret, log, publicUrl: origin };
  await app.register(procedureRoutes, {
    prefix: '/api/trpc',
    ...common,
    contextFor: (person) => ({ db, actions: {} as never, clock, log, intake, person, turns }),
  });
  await app.register(fileRoutes, { prefix: '/api/imports', ...common, intake });
});
afterAll(() => app.close());

/** A person in a session of their own. */
async function enter(email: string) {
  const { id } = await db.prisma.user.findUniqueOrThrow({ where: { email } });
  return { id, ...(await openSession(db, id)) };
}
type Headers = Record<string, string>;
const get = (path: string, headers: Headers) => app.inject({ url: `/api/trpc/${path}`, headers });
const act = (path: string, headers: Headers, json: unknown = {}) =>
  app.inject({ method: 'POST', url: `/api/trpc/${path}`, headers: { origin, ...headers }, payload: { json } });

test('calls of a page that was made for somebody else are refused, each with who it is now; an upload too', async () => {
  const planner = await enter('planner@example.com');
  const operator = await enter('operator@example.com');
  const headers = { cookie: operator.cookie, 'x-shown-to': planner.id };
  const upload = { ...headers, origin, 'content-type': 'text/csv' };
  const answers = [
    await get('session.me', headers),
    await act('session.signOutEverywhere', headers),
    await act('noise.change', headers),
    await app.inject({ method: 'POST', url: '/api/imports?sourceId=x', headers: upload, payload: 'a,b' }),
  ];
  for (const answer of answers) {
    expect(answer.statusCode).toBe(409);
    expect(answer.body).toContain('You are signed in as Demo operator now');
  }
  expect((await get('session.me', { cookie: operator.cookie })).statusCode).toBe(200);
  expect((await get('session.me', { ...headers, 'x-shown-to': operator.id })).statusCode).toBe(200);
});

test('a person sees their own sessions alone, ends them everywhere, and each of their cookies proves nobody then', async () => {
  const [here, there] = [await enter('auditor@example.com'), await enter('auditor@example.com')];
  const other = await enter('approver@example.com');
  const listed = (await get('session.list', here)).json().result.data.json;
  expect(listed.map(({ id, current }: { id: string; current: boolean }) => [id, current]).sort()).toEqual(
    [
      [here.sessionId, true],
      [there.sessionId, false],
    ].sort(),
  );
  const ended = await act('session.signOutEverywhere', { cookie: here.cookie });
  expect(ended.json().result.data.json).toEqual({ ended: 2 });
  expect((await get('session.me', here)).statusCode).toBe(401);
  expect((await get('session.me', there)).statusCode).toBe(401);
  expect((await get('session.me', other)).statusCode).toBe(200);
  expect((await act('session.signOutEverywhere', { cookie: here.cookie })).statusCode).toBe(401);
});

test('the procedures of an account are for nobody who is not signed in, and tell fields that are wrong', async () => {
  const calls = [get('session.list', {}), act('session.changePassword', {}), act('session.signOutEverywhere', {})];
  for (const answer of await Promise.all(calls)) expect(answer.statusCode).toBe(401);
  const { cookie } = await enter('planner@example.com');
  const empty = await act('session.changePassword', { cookie }, { current: '', next: 7 });
  expect(empty.statusCode).toBe(400);
  const short = await act('session.changePassword', { cookie }, { current: 'x', next: 'short' });
  expect([short.statusCode, short.json().error.json.data.refusal.fields]).toEqual([400, { next: expect.any(String) }]);
});

test('a session is no bearer token, for calls as for uploads', async () => {
  const { cookie } = await enter('planner@example.com');
  const headers = { cookie: 'theme=dark', authorization: `Bearer ${cookie.slice(cookie.indexOf('=') + 1)}` };
  expect((await get('session.me', headers)).statusCode).toBe(401);
  const upload = { ...headers, origin, 'content-type': 'text/csv' };
  const sent = await app.inject({ method: 'POST', url: '/api/imports?sourceId=x', headers: upload, payload: 'a,b' });
  expect(sent.statusCode).toBe(401);
});

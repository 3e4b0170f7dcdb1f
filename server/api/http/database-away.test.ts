import fastify from 'fastify';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import { openDatabase } from '../../db/client.ts';
import { openIntake } from '../../events/ingest/index.ts';
import { connectSource } from '../../events/sources/index.ts';
import { testDatabase } from '../../testing/database.ts';
import { openTcpProxy } from '../../testing/tcp-proxy.ts';
import { healthRoutes } from './health.ts';
import { machineApi } from './index.ts';

/** A tower whose way to the database can be cut without closing anything. */
const { db, url } = await testDatabase();
const proxy = await openTcpProxy(url);
const limits = { connect: 900, statement: 800, lock: 600, idle: 5_000, answer: 1_000 };
const cut = openDatabase(proxy.url, 3, { limits });
const log = pino({ level: 'silent' });
const KEY = 'a-key-of-a-live-source';
await connectSource(db, asSystem('start', systemClock), { name: 'Live', system: 'ERP', key: KEY, mayReplay: false });

const app = fastify();
const intake = openIntake(cut, log);
await app.register(machineApi, { prefix: '/api/v1', db: cut, clock: systemClock, log, intake });
await app.register(healthRoutes, { db: cut, intake, sockets: () => 0, stopping: () => false });
afterAll(async () => {
  await app.close();
  await cut.close();
  await proxy.close();
});

const tick = (n: number) => ({
  specversion: '1.0',
  id: `tick-${n}`,
  source: '/away',
  type: 'clock.advanced',
  data: {},
});
const post = (n: number) =>
  app.inject({
    method: 'POST',
    url: '/api/v1/signals',
    headers: { 'content-type': 'application/cloudevents+json', authorization: `Bearer ${KEY}` },
    payload: JSON.stringify(tick(n)),
  });
const ready = async () => {
  const answer = await app.inject('/readyz');
  return { status: answer.statusCode, ...answer.json<{ checks: Record<string, string | null> }>().checks };
};
const untilTaken = (n: number) =>
  expect.poll(async () => (await post(n)).statusCode, { timeout: 15_000, interval: 50 }).toBe(202);

test('a connection that only looks open holds intake for as long as an answer may take, and nothing accepted is lost', async () => {
  await untilTaken(0);
  expect(await ready()).toMatchObject({ status: 200, database: 'ok', databaseTimeout: null });
  proxy.hold();
  const refused = await Promise.all(Array.from({ length: 30 }, (_, n) => post(n)));
  for (const answer of refused) {
    expect(answer.statusCode).toBe(503);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect(answer.json()).toMatchObject({ type: 'urn:holdpoint:problem:unavailable' });
  }
  expect(intake.load()).toMatchObject({ signals: 0, bytes: 0 });
  expect(await ready()).toMatchObject({
    status: 503,
    database: 'unreachable',
    databaseTimeout: expect.stringMatching(/^(no answer|connection time-out) \d+ s ago$/),
  });

  proxy.release();
  await Promise.all(Array.from({ length: 30 }, (_, n) => untilTaken(n)));
  expect(await db.prisma.signal.count({ where: { source: '/away' } })).toBe(30);
  expect(await ready()).toMatchObject({ status: 200, database: 'ok' });
});

test('a table that another session holds ends the commit, which is named, and the next one goes through', async () => {
  const holder = await db.pool.connect();
  await holder.query('BEGIN; LOCK TABLE signal IN ACCESS EXCLUSIVE MODE');
  const answer = await post(100);
  expect(answer.statusCode).toBe(503);
  expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1);
  expect(await ready()).toMatchObject({ status: 200, databaseTimeout: expect.stringContaining('lock time-out') });
  await holder.query('ROLLBACK');
  holder.release();
  await untilTaken(100);
  expect(await db.prisma.signal.count({ where: { id: 'tick-100' } })).toBe(1);
});

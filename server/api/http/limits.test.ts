import fastify, { type FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import { type Database, openDatabase } from '../../db/client.ts';
import { openIntake } from '../../events/ingest/index.ts';
import { connectSource } from '../../events/sources/index.ts';
import { freePort } from '../../testing/child-process.ts';
import { testDatabase } from '../../testing/database.ts';
import { machineApi } from './index.ts';

const { db } = await testDatabase();
const log = pino({ level: 'silent' });
const KEYS = { live: 'a-key-of-a-live-source', history: 'a-key-of-a-history' };
const apps: FastifyInstance[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});
beforeAll(async () => {
  const ctx = asSystem('start', systemClock);
  await connectSource(db, ctx, { name: 'Live', system: 'ERP', key: KEYS.live, mayReplay: false });
  await connectSource(db, ctx, { name: 'History', system: 'ERP', key: KEYS.history, mayReplay: true });
});

async function serve(ratePerSecond: number | null, on: Database = db) {
  const app = fastify({ routerOptions: { maxParamLength: 5_000 } });
  apps.push(app);
  const intake = openIntake(on, log, { ratePerSecond });
  await app.register(machineApi, { prefix: '/api/v1', db: on, clock: systemClock, log, intake });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  let n = 0;
  const ticks = (count: number, note = '') =>
    Array.from({ length: count }, () => ({
      specversion: '1.0',
      id: `tick-${ratePerSecond}-${n++}`,
      source: '/limits',
      type: 'clock.advanced',
      data: note ? { note } : {},
    }));
  const post = (signals: object[], key = KEYS.live) =>
    fetch(`${url}/api/v1/signals`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json', authorization: `Bearer ${key}` },
      body: JSON.stringify(signals),
    });
  return { post, ticks, intake };
}

const number = (response: Response, header: string) => Number(response.headers.get(header));

test('a source that sends faster than it may is told to wait, and is let in again afterwards', async () => {
  const { post, ticks, intake } = await serve(10);
  const first = await post(ticks(99));
  expect(first.status).toBe(202);
  expect(first.headers.get('ratelimit-policy')).toBe('"signals";q=100;w=10');
  expect(first.headers.get('ratelimit')).toMatch(/^"signals";r=\d+;t=1$/);
  expect((await post(ticks(30))).status).toBe(202); // one was left, so the whole request is let in
  const refused = await post(ticks(1));
  expect(refused.status).toBe(429);
  expect(refused.headers.get('content-type')).toContain('application/problem+json');
  const wait = number(refused, 'retry-after');
  expect(wait).toBeGreaterThanOrEqual(1);
  expect(wait).toBeLessThanOrEqual(3);
  expect(await refused.json()).toMatchObject({ type: 'urn:holdpoint:problem:too_many', status: 429 });
  expect(intake.load().limited).toBe(1);
  expect((await post(ticks(200), KEYS.history)).status).toBe(202); // each source by itself, a history far faster
  await new Promise((resolve) => setTimeout(resolve, wait * 1_000));
  expect((await post(ticks(1))).status).toBe(202);
});

test('no more bytes wait than the process can hold; what was let in is stored once the store goes on', async () => {
  const { post, ticks, intake } = await serve(null);
  const large = () => ticks(30, 'x'.repeat(250_000)); // 7.5 MB
  await post(ticks(1)); // the stream exists and its owner is known
  const before = await db.prisma.signal.count();
  const blocker = await db.pool.connect();
  await blocker.query('BEGIN; LOCK TABLE signal IN EXCLUSIVE MODE');
  const waiting = Array.from({ length: 4 }, () => post(large()));
  await vi.waitFor(() => expect(intake.load().bytes).toBeGreaterThan(29_000_000), 10_000);
  const refused = await post(large());
  expect(refused.status).toBe(503);
  expect(number(refused, 'retry-after')).toBeGreaterThanOrEqual(1);
  await blocker.query('ROLLBACK');
  blocker.release();
  const answers = await Promise.all(waiting);
  const sums = await Promise.all(
    answers.map((answer) => answer.json() as Promise<{ accepted: number; quarantined: [] }>),
  );
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
  const accepted = sums.reduce((sum, answer) => sum + answer.accepted, 0);
  expect(accepted + sums.reduce((sum, answer) => sum + answer.quarantined.length, 0)).toBe(120);
  expect(await db.prisma.signal.count()).toBe(before + accepted);
  expect(intake.load()).toMatchObject({ signals: 0, bytes: 0 });
  expect((await post(ticks(1))).status).toBe(202);
});

test('while the store is away a sender is asked to come back', async () => {
  const away = openDatabase(`postgresql://nobody:nothing@127.0.0.1:${await freePort()}/none`, 2);
  const { post, ticks } = await serve(null, away);
  const answer = await post(ticks(1));
  expect(answer.status).toBe(503);
  expect(number(answer, 'retry-after')).toBeGreaterThanOrEqual(1);
  await away.close();
});

import { CloudEvent, emitterFor, HTTP, httpTransport, Mode } from 'cloudevents';
import fastify from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import { releaseContracts } from '../../events/contracts/index.ts';
import { openIntake } from '../../events/ingest/index.ts';
import { connectSource } from '../../events/sources/index.ts';
import { testDatabase } from '../../testing/database.ts';
import { SAMPLES } from '../../testing/samples.ts';
import { machineApi } from './index.ts';

/** Senders use the SDK of the CloudEvents project: what it writes must be read, in each of its modes. */
const { db } = await testDatabase();
const app = fastify();
const KEY = 'a-key-for-tests';
let url = '';

beforeAll(async () => {
  const ctx = asSystem('start', systemClock);
  const log = pino({ level: 'silent' });
  await releaseContracts(db, ctx);
  await connectSource(db, ctx, { name: 'ERP', system: 'ERP', key: KEY, mayReplay: false });
  await app.register(machineApi, { prefix: '/api/v1', db, clock: systemClock, log, intake: openIntake(db, log) });
  url = `${await app.listen({ port: 0, host: '127.0.0.1' })}/api/v1/signals`;
});
afterAll(() => app.close());

const event = (id: string) =>
  new CloudEvent({
    id,
    source: '/sdk/erp',
    type: 'stock.counted',
    subject: 'TEST-30 at DC-EAST',
    time: '2026-11-20T08:00:00.000Z',
    recordedtime: '2026-11-20T09:30:00.000Z',
    data: SAMPLES['stock.counted'],
  });

test.each([
  ['structured', Mode.STRUCTURED],
  ['binary', Mode.BINARY],
])('an event that the SDK sends in %s mode is stored as it was meant', async (name, mode) => {
  const emit = emitterFor(httpTransport(url), { mode });
  await emit(event(name), { headers: { authorization: `Bearer ${KEY}` } } as never);
  expect(await db.prisma.signal.findFirst({ where: { source: '/sdk/erp', id: name } })).toMatchObject({
    type: 'stock.counted',
    subject: 'TEST-30 at DC-EAST',
    eventAt: new Date('2026-11-20T08:00:00.000Z'),
    recordedAt: new Date('2026-11-20T09:30:00.000Z'),
    data: SAMPLES['stock.counted'],
  });
});

test('a batch of the events that the SDK writes is one request', async () => {
  const batch = ['b-1', 'b-2', 'b-3'].map((id) => JSON.parse(HTTP.structured(event(id)).body as string));
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify(batch),
  });
  expect(answer.status).toBe(202);
  expect(await answer.json()).toEqual({ accepted: 3, duplicates: 0, quarantined: [] });
});

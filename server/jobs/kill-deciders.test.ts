import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { beforeAll, expect, test } from 'vitest';
import { DAY, systemClock } from '../core/clock.ts';
import { asSystem } from '../core/context.ts';
import type { Database } from '../db/client.ts';
import { evaluateBatch, findWork } from '../decisions/detect/index.ts';
import { catalogueModels } from '../decisions/models/index.ts';
import { seedPolicy } from '../decisions/policies/index.ts';
import { releaseContracts } from '../events/contracts/index.ts';
import { releaseFeatures } from '../events/features/index.ts';
import { readCloudEvents } from '../events/formats/index.ts';
import { openIntake } from '../events/ingest/index.ts';
import { connectSource } from '../events/sources/index.ts';
import { bundleChild, type Child, freePort, startChild } from '../testing/child-process.ts';
import { asSource } from '../testing/contexts.ts';
import { testDatabase, untilSettled } from '../testing/database.ts';
import { ALL_PARTITIONS } from '../testing/decisions.ts';
import { seededRandom } from '../testing/seeded-random.ts';
import { orderLine, partitionOf } from '../testing/signals.ts';

const { db, url } = await testDatabase();
const { db: calm } = await testDatabase();
const KEY = 'a-key-of-the-killed';
const LEASE_MS = 900;
/** How often each process is killed, at random moments; the test ends when all has been sent and evaluated. */
const KILLS = 3;
/** Six streams, each in a partition of its own. */
const NAMES = Array.from({ length: 200 }, (_, n) => `/kill/${n}`);
const STREAMS = ALL_PARTITIONS.slice(0, 6).map((part) => NAMES.find((name) => partitionOf(name) === part) ?? '');
/** When who is killed and what is sent twice. Processes run beside it, so what meets what still differs from run to run. */
const random = seededRandom('kill-deciders', 20_100_301);
const START = Date.parse('2010-03-01T08:00:00Z');
const sourceIds = new Map<Database, string>();

beforeAll(async () => {
  const ctx = asSystem('start', systemClock);
  for (const each of [db, calm]) {
    await releaseContracts(each, ctx);
    await releaseFeatures(each, ctx);
    await catalogueModels(each, ctx);
    await seedPolicy(each, ctx);
    sourceIds.set(each, await connectSource(each, ctx, { name: 'Killed', system: 'ERP', key: KEY, mayReplay: true }));
  }
});

type Event = { source: string; id: string; recordedtime: string };

/** Forty shipments of a stream through sixty days: two thirds are delivered late, some in time but recorded late, some never. */
function historyOf(source: string): Event[] {
  const at = (day: number, hour = 8) => new Date(START + day * DAY + (hour - 8) * 3_600_000).toISOString();
  const event = (id: string, type: string, time: string, recorded: string, data: object) => ({
    specversion: '1.0',
    source,
    id,
    type,
    time,
    recordedtime: recorded,
    data,
  });
  const events = Array.from({ length: 40 }, (_, n) => {
    const due = 20 + (n % 25);
    const line = orderLine({
      orderNumber: `PO-${n}`,
      lineNumber: `${n}`,
      shipment: `ASN-${Math.floor(n / 2)}`,
      scheduledDelivery: at(due).slice(0, 10),
      value: 1_000 * (n + 1),
      mode: n % 3 ? 'ocean' : 'air',
    });
    const delivered = due + (n % 3 ? 4 + (n % 9) : -1);
    const recorded = delivered + (n % 4 === 0 ? 6 : 0);
    const data = {
      line,
      deliveredOn: at(delivered).slice(0, 10),
      recordedOn: at(recorded).slice(0, 10),
      weightKg: 10,
      freight: 50,
    };
    return [
      event(`order-${n}`, 'purchase-order.sent', at(n % 10), at(n % 10), { line }),
      ...(n % 7 === 6 ? [] : [event(`delivery-${n}`, 'delivery.recorded', at(delivered, 12), at(recorded, 12), data)]),
    ];
  }).flat();
  const ticks = Array.from({ length: 60 }, (_, day) =>
    event(`tick-${day}`, 'clock.advanced', at(day, 20), at(day, 20), {}),
  );
  return [...events, ...ticks].sort((a, b) => (a.recordedtime < b.recordedtime ? -1 : 1));
}

const batchesOf = (events: Event[], size = 5): Event[][] =>
  Array.from({ length: Math.ceil(events.length / size) }, (_, n) => events.slice(n * size, (n + 1) * size));

/**
 * What detection and the world have come to, without the wall times at which they did, and without how many signals had come
 * when a case was last written: a decider that lags finds more of them in the log.
 */
async function endState(of: Database) {
  const cases = await of.pool.query(
    `SELECT key, state, closed_reason, line_count, value_at_risk::text AS value, detected_world_at, closed_world_at
     FROM disruption ORDER BY key, detected_world_at`,
  );
  const lines = await of.pool.query(
    `SELECT key, due_at, delivered_at, recorded_at, overdue_at, disruption_id IS NOT NULL AS in_case FROM order_line ORDER BY key`,
  );
  const lanes = await of.pool.query('SELECT * FROM lane_fact ORDER BY source, origin, destination, mode');
  const worlds = await of.pool.query('SELECT source, world_at FROM stream ORDER BY source');
  return { cases: cases.rows, lines: lines.rows, lanes: lanes.rows, worlds: worlds.rows };
}

/** The same signals taken in and evaluated by one process that nobody disturbs. */
async function undisturbed() {
  const intake = openIntake(calm, pino({ level: 'silent' }));
  const { actor } = asSource({ id: sourceIds.get(calm) ?? '', mayReplay: true });
  for (const source of STREAMS) {
    const body = Buffer.from(JSON.stringify(historyOf(source)));
    await intake.accept({ actor, clock: systemClock }, readCloudEvents({ 'content-type': 'application/json' }, body));
  }
  await untilSettled(calm);
  for (const partition of await findWork(calm, systemClock, ALL_PARTITIONS))
    while ((await evaluateBatch(calm, systemClock, { epoch: 1n, partition })).more);
  return endState(calm);
}

/** Runs a process, kills it at random moments and starts it anew each time. */
async function tormented(start: () => Promise<Child>): Promise<void> {
  for (let kills = 0; kills < KILLS; kills++) {
    const child = await start();
    await sleep(100 + random(1_500));
    await child.kill('SIGKILL');
    await sleep(random(300));
  }
  await start();
}

test('two deciders and two intakes killed at random lose nothing, double nothing, and decide what a calm tower decides', async () => {
  const ports = [await freePort(), await freePort()];
  const programs = await Promise.all(
    ['decide', 'ingest'].map((name) => bundleChild(`server/testing/${name}-child.ts`)),
  );
  const [decide = '', ingest = ''] = programs;
  const quiet = { env: { LOG_LEVEL: 'fatal' } };
  const startDecider = () => startChild(decide, { ...quiet, args: [url, String(LEASE_MS)], ready: 'deciding' });
  const startIngest = (port: number) => startChild(ingest, { ...quiet, args: [url, String(port)], ready: 'listening' });
  let tormenting = true;
  const torments = Promise.all([
    ...ports.map((port) => tormented(() => startIngest(port))),
    tormented(startDecider),
    tormented(startDecider),
  ]).finally(() => {
    tormenting = false;
  });

  let retries = 0;
  /** Sends until it is answered; now and then a second time although it was. */
  const send = async (batch: Event[], turn: number): Promise<void> => {
    for (let tries = 0; ; tries++) {
      const port = ports[(turn + tries) % ports.length];
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1/signals`, {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents-batch+json', authorization: `Bearer ${KEY}` },
        body: JSON.stringify(batch),
        signal: AbortSignal.timeout(5_000),
      }).catch(() => null);
      if (answer?.status === 202) {
        expect((await answer.json()).quarantined).toEqual([]);
        return;
      }
      expect(answer === null || answer.status >= 500).toBe(true);
      retries += 1;
      await sleep(50 + random(100));
    }
  };
  const senders = STREAMS.map(async (source, place) => {
    for (const [turn, batch] of batchesOf(historyOf(source)).entries()) {
      await send(batch, turn + place);
      if (random(10) === 0) await send(batch, turn);
      if (tormenting) await sleep(random(500));
    }
  });
  await Promise.all([...senders, torments]);

  const sent = STREAMS.flatMap(historyOf).map(({ source, id }) => `${source} ${id}`);
  await expect.poll(() => findWork(db, systemClock, ALL_PARTITIONS), { timeout: 25_000, interval: 100 }).toEqual([]);
  expect(retries).toBeGreaterThan(0);

  const stored = await db.prisma.signal.findMany({ select: { source: true, id: true } });
  expect(stored.map(({ source, id }) => `${source} ${id}`).sort()).toEqual([...sent].sort());
  const { _sum: counted } = await db.prisma.signalCount.aggregate({ _sum: { accepted: true } });
  expect(Number(counted.accepted)).toBe(sent.length);

  const batches = await db.prisma.auditEntry.findMany({
    where: { action: 'signals.evaluated' },
    orderBy: { seq: 'asc' },
  });
  const evaluated = batches.flatMap(
    ({ bytes }): [string, string][] => JSON.parse(Buffer.from(bytes).toString()).after.signals,
  );
  expect(evaluated.map(([source, id]) => `${source} ${id}`).sort()).toEqual([...sent].sort());
  for (const source of STREAMS) {
    const inOrder = evaluated.filter(([of]) => of === source).map(([, id]) => id);
    expect(inOrder).toEqual(historyOf(source).map(({ id }) => id));
  }

  const state = await endState(db);
  expect(state.cases.length).toBeGreaterThan(50);
  expect(state).toEqual(await undisturbed());
  const doubled = await db.pool.query(
    `SELECT disruption_id, count(*) FILTER (WHERE state = 'open') AS open FROM proposal GROUP BY 1 HAVING count(*) FILTER (WHERE state = 'open') > 1`,
  );
  expect(doubled.rows).toEqual([]);
}, 120_000);

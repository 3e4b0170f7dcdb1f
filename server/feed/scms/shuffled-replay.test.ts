import { pino } from 'pino';
import { expect, test } from 'vitest';
import { sharedData } from '../../../scripts/shared-data.mjs';
import { DAY, systemClock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { evaluateBatch, findStale, findWork, revalidateCases } from '../../decisions/detect/index.ts';
import { catalogueModels } from '../../decisions/models/index.ts';
import { seedPolicy } from '../../decisions/policies/index.ts';
import { releaseContracts } from '../../events/contracts/index.ts';
import { releaseFeatures } from '../../events/features/index.ts';
import { readCloudEvents } from '../../events/formats/index.ts';
import { openIntake } from '../../events/ingest/index.ts';
import { connectSource } from '../../events/sources/index.ts';
import { asSource } from '../../testing/contexts.ts';
import { testDatabase, untilSettled } from '../../testing/database.ts';
import { ALL_PARTITIONS } from '../../testing/decisions.ts';
import { clockSignal } from '../advance-clock.ts';
import type { FeedEvent } from '../call-tower.ts';
import { HISTORY_STREAM } from './constants.ts';
import { planReplay } from './plan-replay.ts';
import { readHistory } from './read-history.ts';

const file = sharedData('scms/deliveries-before-2013.tsv');
/** The part of the history that is told: few enough signals for a test, and an end at which many lines are overdue. */
const BEGIN = Date.parse('2010-10-01T00:00:00Z');
const END = Date.parse('2011-04-26T00:00:00Z');

const { db: ordered } = await testDatabase();
const { db: shuffled } = await testDatabase();

/** Random numbers from 0 to 1 by mulberry32: the same shuffle every time. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Every tenth told twice, and all in any order. */
function shuffle(events: readonly FeedEvent[], seed: number): FeedEvent[] {
  const random = dice(seed);
  const all = [...events, ...events.filter(() => random() < 0.1)];
  for (let last = all.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [all[last], all[other]] = [all[other] as FeedEvent, all[last] as FeedEvent];
  }
  return all;
}

/** Takes events in and evaluates them, part by part, then looks through the open cases once more on what is known at the end. */
async function tell(db: Database, events: readonly FeedEvent[]): Promise<{ accepted: number; duplicates: number }> {
  const ctx = asSystem('start', systemClock);
  await releaseContracts(db, ctx);
  await releaseFeatures(db, ctx);
  await catalogueModels(db, ctx);
  await seedPolicy(db, ctx);
  const id = await connectSource(db, ctx, {
    name: 'History',
    system: 'ERP',
    key: 'a-key-of-the-history',
    mayReplay: true,
  });
  const { actor } = asSource({ id, mayReplay: true });
  const intake = openIntake(db, pino({ level: 'silent' }));
  const sum = { accepted: 0, duplicates: 0 };
  for (let first = 0; first < events.length; first += 1_000) {
    const body = Buffer.from(JSON.stringify(events.slice(first, first + 1_000)));
    const answer = await intake.accept(
      { actor, clock: systemClock },
      readCloudEvents({ 'content-type': 'application/json' }, body),
    );
    expect(answer.quarantined).toEqual([]);
    sum.accepted += answer.accepted;
    sum.duplicates += answer.duplicates;
    await untilSettled(db);
    for (const partition of await findWork(db, systemClock, ALL_PARTITIONS))
      while ((await evaluateBatch(db, systemClock, { epoch: 1n, partition })).more);
  }
  for (const partition of await findStale(db, systemClock, ALL_PARTITIONS))
    while ((await revalidateCases(db, systemClock, { epoch: 1n, partition })) > 0);
  return sum;
}

const rowsOf = async (db: Database, sql: string) => (await db.pool.query(sql)).rows;

/**
 * What must not depend on the order of arrival: the world as the source told it, which cases are open and about what, and which
 * shipments were truly late and were raised. What may: when something was raised, whether a case was a false alarm, found on
 * delivery, or cut in two, for these say what was known at the time.
 */
async function finalState(db: Database) {
  return {
    lines: await rowsOf(
      db,
      `SELECT key, supplier, item, origin, destination, mode, quantity, value::text AS value, announced_by, announced_at, due_at,
         delivered_at, recorded_at, weight_kg, freight::text AS freight, told_at, told_by, delivery_id FROM order_line ORDER BY key`,
    ),
    lanes: await rowsOf(db, 'SELECT * FROM lane_fact ORDER BY source, origin, destination, mode'),
    items: await rowsOf(db, 'SELECT * FROM item_fact ORDER BY source, item, supplier'),
    worldAt: await rowsOf(db, 'SELECT source, world_at FROM stream ORDER BY source'),
    open: await rowsOf(
      db,
      `SELECT d.key, d.value_at_risk::text AS value, d.line_count, d.breach_at, array_agg(l.key ORDER BY l.key) AS lines
       FROM disruption d JOIN order_line l ON l.disruption_id = d.id AND l.delivered_at IS NULL
       WHERE d.state = 'open' GROUP BY d.id ORDER BY d.key`,
    ).then((rows) => rows.map(({ line_count, ...row }) => row)),
    lateShipments: await rowsOf(
      db,
      `SELECT DISTINCT l.shipment_key FROM order_line l JOIN disruption d ON d.id = l.disruption_id
       WHERE l.delivered_at >= l.due_at AND (d.state = 'open' OR d.closed_reason IN ('delivered', 'found_on_delivery')) ORDER BY 1`,
    ),
    missed: await rowsOf(db, 'SELECT key FROM order_line WHERE delivered_at >= due_at AND disruption_id IS NULL'),
    unraised: await rowsOf(
      db,
      `SELECT l.key FROM order_line l JOIN stream s USING (source)
       WHERE l.delivered_at IS NULL AND l.due_at <= s.world_at AND l.disruption_id IS NULL`,
    ),
  };
}

/**
 * The answers that stand to open cases on which nothing has been carried out: what was chosen and how policy ruled; with all
 * figures where it waits for people. What policy settles keeps the figures of the day on which it was settled.
 */
const answers = (db: Database) =>
  rowsOf(
    db,
    `SELECT d.key, p.chosen, p.verdict,
       CASE WHEN p.state = 'open' THEN jsonb_build_array(p.world_at, p.risk_score, p.alternatives) END AS waiting
     FROM disruption d
     CROSS JOIN LATERAL (SELECT * FROM proposal WHERE disruption_id = d.id ORDER BY revision DESC LIMIT 1) p
     WHERE d.state = 'open' AND NOT EXISTS (SELECT 1 FROM decision x WHERE x.disruption_id = d.id AND x.saga IS NOT NULL)
     ORDER BY d.key`,
  );

test.skipIf(!file)(
  `the real history shuffled, every tenth signal twice, ends as the ordered one${file ? '' : ': skipped, the real delivery history is absent'}`,
  async () => {
    const { rows } = await readHistory(String(file));
    const told = planReplay(rows).signals.filter(({ knownAt }) => knownAt >= BEGIN && knownAt < END);
    const events = told.map(({ event }) => event);
    const mixed = shuffle(events, 7);
    // A day of world time after the last signal every standing answer has been held against the facts of the end.
    const later = clockSignal(HISTORY_STREAM, new Date(END + 2 * DAY));
    const count = events.length + 1;
    expect(await tell(ordered, [...events, later])).toEqual({ accepted: count, duplicates: 0 });
    expect(await tell(shuffled, [...mixed, later])).toEqual({
      accepted: count,
      duplicates: mixed.length - events.length,
    });

    const [expected, state] = [await finalState(ordered), await finalState(shuffled)];
    expect(expected.lines.length).toBeGreaterThan(300);
    expect(expected.open.length).toBeGreaterThan(5);
    expect(expected.lateShipments.length).toBeGreaterThan(20);
    expect(state).toEqual(expected);
    expect(state.missed).toEqual([]);
    expect(state.unraised).toEqual([]);
    const [standing, anew] = [await answers(ordered), await answers(shuffled)];
    const untouched = new Set(standing.map(({ key }) => key));
    const comparable = anew.filter(({ key }) => untouched.has(key));
    expect(comparable.length).toBeGreaterThan(5);
    expect(comparable.some(({ waiting }) => waiting !== null)).toBe(true);
    expect(comparable).toEqual(standing.filter(({ key }) => anew.some((row) => row.key === key)));
  },
  90_000,
);

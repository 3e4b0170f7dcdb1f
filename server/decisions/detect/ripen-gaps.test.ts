import { beforeEach, expect, test } from 'vitest';
import { fixedClock, MINUTE } from '../../core/clock.ts';
import type { EvaluatedSignal } from '../../events/world/schema.ts';
import { testDatabase } from '../../testing/database.ts';
import { ALL_PARTITIONS, decisionPlane } from '../../testing/decisions.ts';
import { counted } from '../../testing/watches.ts';
import { stockFactsSchema } from '../agents/index.ts';
import { findStale } from './find-work.ts';
import { revalidateCases } from './revalidate-cases.ts';

const { db } = await testDatabase();
const SIX = Date.parse('2026-03-01T06:00:00Z');
let clock = fixedClock(new Date(SIX));
let plane = decisionPlane(db, clock);

beforeEach(async () => {
  clock = fixedClock(new Date(SIX));
  plane = decisionPlane(db, clock);
  await db.pool.query('TRUNCATE world_fact, stock_movement, stock_position, noise_state, noise_count, noise_setting');
  await plane.begin();
  await db.prisma.stream.createMany({
    data: ['/test/erp-books', '/test/wms'].map((source) => ({ source, sourceId: 'source', clock: 'wall' })),
  });
});

/** The setting for stock, apart for so many minutes before it counts. */
const hold = (holdMinutes: number) =>
  db.prisma.noiseSetting.create({
    data: {
      type: 'stock.counted',
      measure: '',
      version: 1,
      values: {
        ...{ kind: 'tolerance', holdMinutes, percent: 2, moneyUsd: 250, leavePercent: 0.5 },
        ...{ worseByPercent: 5, settleMinutes: 2_880 },
      },
      changedBy: 'operator',
      changedAt: clock.now(),
    },
  });
/** Minutes after six o'clock, on the clock. */
const at = (minute: number) => clock.advance(SIX + minute * MINUTE - clock.now().getTime());
const read = async (...signals: EvaluatedSignal[]) => {
  await plane.accept(...signals);
  await plane.decide();
};
const pass = async (): Promise<number> => {
  let touched = 0;
  for (const partition of await findStale(db, clock, ALL_PARTITIONS))
    touched += await revalidateCases(db, clock, { epoch: 1n, partition });
  return touched;
};
const cases = () => db.prisma.disruption.findMany();

test('figures apart for as long as they must are raised, although nobody counts again', async () => {
  await hold(60);
  at(10);
  await read(counted(0, 'ledger', 1_000), counted(10, 'physical', 800));
  at(69);
  expect(await pass()).toBe(0);
  expect(await cases()).toEqual([]);
  at(70);
  expect(await pass()).toBe(1);
  const [row] = await cases();
  expect(row).toMatchObject({ state: 'open', detectedWorldAt: new Date(SIX + 70 * MINUTE) });
  expect(stockFactsSchema.parse(row?.facts).since).toBe('2026-03-01T06:10:00.000Z');
  expect(await db.prisma.proposal.count({ where: { state: 'open' } })).toBe(1);
  const { _sum } = await db.prisma.noiseCount.aggregate({ _sum: { seen: true, raised: true, debounced: true } });
  expect(_sum).toEqual({ seen: 2n, raised: 1n, debounced: 1n });
  // Once.
  at(200);
  expect(await pass()).toBe(0);
  expect(await cases()).toHaveLength(1);
});

test('figures that agree again before, or of which a count waits in the log, are not', async () => {
  await hold(60);
  at(10);
  await read(counted(0, 'ledger', 1_000), counted(10, 'physical', 800));
  at(90);
  await plane.accept(counted(40, 'physical', 1_000));
  expect(await pass()).toBe(0);
  await plane.decide();
  expect(await pass()).toBe(0);
  expect(await cases()).toEqual([]);
});

test('where nothing must hold, nothing ripens', async () => {
  await hold(0);
  at(10);
  await read(counted(0, 'ledger', 1_000), counted(10, 'physical', 995));
  at(5_000);
  expect(await findStale(db, clock, ALL_PARTITIONS)).toEqual([]);
});

test('a stock of a replay is proposed at the world time of the replay, whichever stream spoke last', async () => {
  await db.prisma.stream.updateMany({ data: { clock: 'replay' } });
  at(500_000);
  await hold(60);
  await read(counted(0, 'ledger', 1_000), counted(10, 'physical', 800));
  await read(counted(75, 'ledger', 1_001), counted(80, 'physical', 801));
  expect(await cases()).toMatchObject([{ state: 'open', source: '/test/wms' }]);
  const proposals = await db.prisma.proposal.findMany({ orderBy: { revision: 'asc' } });
  expect(proposals.at(-1)?.worldAt).toEqual(new Date(SIX + 80 * MINUTE));
  for (const { worldAt } of proposals) expect(worldAt.getTime()).toBeLessThanOrEqual(SIX + 80 * MINUTE);
});

test('one that has ripened on a replay is proposed at the world time of the replay', async () => {
  await db.prisma.stream.updateMany({ data: { clock: 'replay' } });
  at(500_000);
  await hold(60);
  const other = 'Another item';
  await read(counted(0, 'ledger', 1_000), counted(10, 'physical', 800));
  // Of something else: the clocks of both streams go on.
  await read(counted(75, 'ledger', 5, other), counted(80, 'physical', 5, other));
  expect(await pass()).toBe(1);
  expect((await db.prisma.proposal.findMany()).map(({ worldAt }) => worldAt)).toEqual([new Date(SIX + 80 * MINUTE)]);
});

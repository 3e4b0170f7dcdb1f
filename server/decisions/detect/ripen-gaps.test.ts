import { beforeEach, expect, test } from 'vitest';
import { MINUTE } from '../../core/clock.ts';
import { testDatabase } from '../../testing/database.ts';
import { ALL_PARTITIONS } from '../../testing/decisions.ts';
import { openWallPlane, SIX } from '../../testing/wall-plane.ts';
import { counted } from '../../testing/watches.ts';
import { stockFactsSchema } from '../agents/index.ts';
import { findStale } from './find-work.ts';

const { db } = await testDatabase();
const wall = openWallPlane(db, {
  tables: 'world_fact, stock_movement, stock_position',
  streams: ['/test/erp-books', '/test/wms'],
});
const { at, clock, pass, plane, read } = wall;
beforeEach(wall.begin);

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

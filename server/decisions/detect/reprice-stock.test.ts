import { beforeEach, describe, expect, test } from 'vitest';
import { fixedClock } from '../../core/clock.ts';
import type { EvaluatedSignal } from '../../events/world/schema.ts';
import { asPlanner, TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { decisionPlane } from '../../testing/decisions.ts';
import { partitionOf } from '../../testing/signals.ts';
import { takenBack, told } from '../../testing/tell-world.ts';
import { counted } from '../../testing/watches.ts';
import { stockFactsSchema } from '../agents/index.ts';
import { readCard } from '../disruptions/index.ts';
import { evaluateBatch } from './evaluate-batch.ts';

const { db } = await testDatabase();
const clock = fixedClock(TEST_NOW);
const plane = decisionPlane(db, clock);
const MASTER = '/test/plan';
const SOURCES = ['/test/erp-books', '/test/wms', MASTER];

beforeEach(async () => {
  await plane.begin();
  await db.pool.query(
    'TRUNCATE world_fact, stock_movement, stock_position, noise_state, sensor_snapshot, noise_count, retraction, case_note',
  );
  await db.prisma.stream.createMany({
    data: SOURCES.map((source) => ({ source, sourceId: 'source', clock: 'wall' })),
  });
});

const cases = () => db.prisma.disruption.findMany({ orderBy: { openedAt: 'asc' } });
const read = async (...signals: EvaluatedSignal[]) => {
  await plane.accept(...signals);
  await plane.decide();
};
/** What a pack costs, in USD, as the master data say on a day of February. */
const costs = (unitCost: number | null, day = 1) =>
  told('item.described', `2026-02-0${day}`, { item: 'Insulin cartridge', unitCost }, { source: MASTER });
/** A hundred packs of a thousand are missing. */
const apart = [counted(0, 'ledger', 1_000), counted(10, 'physical', 900)];
const facts = async () => stockFactsSchema.parse((await cases())[0]?.facts);

describe('a unit cost that is told after the figures', () => {
  test('gives the case its value, and the agent is asked again', async () => {
    await read(...apart);
    expect(await facts()).toMatchObject({ unitCostUsd: null, valueUsd: null });
    await read(costs(29));
    expect(await facts()).toMatchObject({ unitCostUsd: 29, valueUsd: 2_900 });
    expect((await cases())[0]).toMatchObject({ state: 'open', valueKnown: true, factsVersion: 2 });
    const proposals = await db.prisma.proposal.findMany({ orderBy: { revision: 'asc' } });
    expect(proposals.map(({ state }) => state)).toEqual(['superseded', 'decided']);
  });

  test('closes a case that is not worth one, and says why: the end is as if it had been told before', async () => {
    await read(...apart);
    await read(costs(2));
    const [row] = await cases();
    expect(row).toMatchObject({ state: 'closed', closedReason: 'figures_agree' });
    expect((await readCard(db, asPlanner({ clock }), { id: row?.id ?? '' })).closed?.words).toBe(
      'The difference is worth $200, which is tolerated: ledger 1,000 EA, counted 900 EA.',
    );
    await plane.begin();
    await db.pool.query('TRUNCATE world_fact, stock_position, noise_state, sensor_snapshot');
    await db.prisma.stream.createMany({
      data: SOURCES.map((source) => ({ source, sourceId: 'source', clock: 'wall' })),
    });
    await read(costs(2));
    await read(...apart);
    expect(await cases()).toEqual([]);
  });

  test('and is higher than was known raises what was tolerated', async () => {
    await read(costs(2));
    await read(...apart);
    expect(await cases()).toEqual([]);
    await read(costs(29, 2));
    expect(await cases()).toMatchObject([{ state: 'open', valueKnown: true }]);
  });

  test('and taken back leaves the value unknown again', async () => {
    const wrong = costs(29);
    await read(wrong, ...apart);
    expect(await facts()).toMatchObject({ valueUsd: 2_900 });
    await read(takenBack(wrong, '2026-03-02'));
    expect(await facts()).toMatchObject({ unitCostUsd: null, valueUsd: null });
    expect((await cases())[0]).toMatchObject({ state: 'open', valueKnown: false });
    const [note] = await db.prisma.caseNote.findMany();
    expect(note?.words).toContain(`Corrected: signal ${wrong.id} was taken back`);
  });

  test('while another decider reads the figures: one of them sees both', async () => {
    for (let turn = 0; turn < 8; turn += 1) {
      const item = `Item ${turn}`;
      await plane.accept(
        told('item.described', '2026-02-01', { item, unitCost: 29 }, { source: MASTER, id: `cost ${turn}` }),
        counted(0, 'ledger', 1_000, item),
        counted(10, 'physical', 900, item),
      );
      const partitions = [...new Set(SOURCES.map(partitionOf))];
      await Promise.all(partitions.map((partition) => evaluateBatch(db, clock, { epoch: 1n, partition })));
    }
    const rows = await cases();
    expect(rows).toHaveLength(8);
    expect(rows.map(({ facts: known }) => stockFactsSchema.parse(known).valueUsd)).toEqual(Array(8).fill(2_900));
  });
});

describe('figures whose product is beyond what any stock is worth', () => {
  test.each([
    ['a barcode counted as a quantity', 1e6, 2e10],
    ['the most that contracts let through', 1e12, 1e12],
  ])('are a case of a value that is not known, and say why: %s', async (_name, unitCost, quantity) => {
    await read(costs(unitCost), counted(0, 'ledger', 0), counted(10, 'physical', quantity));
    expect(await db.prisma.undecided.count()).toBe(0);
    expect(await facts()).toMatchObject({ unitCostUsd: unitCost, valueUsd: null, difference: quantity });
    const [row] = await cases();
    expect(row).toMatchObject({ state: 'open', valueKnown: false });
    const card = await readCard(db, { ...asPlanner(), clock }, { id: row?.id ?? '' });
    expect(card.happened.words).toContain('more than $10 trillion');
    expect(card.proposal?.gate.verdict).not.toBe('auto');
  });

  test('just within it the figure is exact', async () => {
    await read(costs(1_000), counted(0, 'ledger', 0), counted(10, 'physical', 1e10));
    expect(await facts()).toMatchObject({ valueUsd: 1e13 });
    expect((await cases())[0]?.valueAtRisk.toString()).toBe('10000000000000');
  });
});

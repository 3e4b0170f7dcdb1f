import { beforeEach, describe, expect, test } from 'vitest';
import { fixedClock } from '../../core/clock.ts';
import type { EvaluatedSignal } from '../../events/world/schema.ts';
import { TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { decisionPlane } from '../../testing/decisions.ts';
import { orderLine, storedSignal } from '../../testing/signals.ts';
import { counted, sensed } from '../../testing/watches.ts';
import { coldChainFactsSchema, stockFactsSchema } from '../agents/index.ts';

const { db } = await testDatabase();
const clock = fixedClock(TEST_NOW);
const plane = decisionPlane(db, clock);

beforeEach(async () => {
  await db.pool.query(
    'TRUNCATE world_fact, stock_movement, stock_position, retraction, noise_state, sensor_snapshot, noise_count',
  );
  await plane.begin();
  await db.prisma.stream.createMany({
    data: ['/test/erp-books', '/test/wms', '/test/other'].map((source) => ({
      source,
      sourceId: 'source',
      clock: 'wall',
    })),
  });
  await db.prisma.stream.updateMany({ data: { clock: 'wall' } });
});

/** Puts many signals in at once, in the order given. */
const store = (signals: readonly EvaluatedSignal[]) => plane.accept(...signals);
const cases = () => db.prisma.disruption.findMany({ orderBy: [{ openedAt: 'asc' }, { occurredAt: 'asc' }] });
const count = () => db.prisma.noiseCount.findFirst();
const proposals = () => db.prisma.proposal.findMany({ orderBy: { revision: 'asc' } });

/** A container that stays in its band, leaves it for `outside` minutes, and comes back. */
const excursion = (outside: number, back: number, celsius = 10): EvaluatedSignal[] =>
  Array.from({ length: 20 + outside + back }, (_, n) =>
    sensed(n, n >= 20 && n < 20 + outside ? celsius : 5 + (n % 2) / 5),
  );

/** A sensor that trembles about its upper bound: two readings a second, 5,000 of them. */
const storm = (): EvaluatedSignal[] => Array.from({ length: 5_000 }, (_, n) => sensed(n / 120, n % 2 ? 8.6 : 7.7));

const shuffled = <T>(list: readonly T[]): T[] => {
  const out = [...list];
  let seed = 42;
  for (let n = out.length - 1; n > 0; n -= 1) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    const m = seed % (n + 1);
    [out[n], out[m]] = [out[m] as T, out[n] as T];
  }
  return out;
};

describe('a cold-chain excursion', () => {
  test('is one case from the third reading that held for ten minutes, and closes by itself', async () => {
    await store(excursion(30, 10));
    await plane.decide();
    const [open, ...others] = await cases();
    expect(others).toEqual([]);
    expect(open).toMatchObject({
      playbook: 'cold-chain',
      title: 'Cold-chain excursion · container APZU4812090',
      state: 'open',
      valueKnown: false,
      severity: 'medium',
    });
    const facts = coldChainFactsSchema.parse(open?.facts);
    expect(facts).toMatchObject({ since: '2026-03-01T06:20:00.000Z', worst: { celsius: 10 }, readings: 40 });
    expect(open?.detectedWorldAt).toEqual(new Date('2026-03-01T06:30:00Z'));

    await store(Array.from({ length: 40 }, (_, n) => sensed(60 + n, 5)));
    await plane.decide();
    expect(await cases()).toMatchObject([{ id: open?.id, state: 'closed', closedReason: 'back_in_band' }]);
    expect(await db.prisma.proposal.count({ where: { state: 'open' } })).toBe(0);
  });

  test('shorter than it must hold raises nothing, and what held it back is counted', async () => {
    await store(excursion(8, 30));
    await plane.decide();
    expect(await cases()).toEqual([]);
    expect(await count()).toMatchObject({ seen: 58n, raised: 0n, correlated: 0n });
    expect(Number((await count())?.debounced)).toBeGreaterThan(0);
  });

  test('readings without a band are not judged', async () => {
    await store(Array.from({ length: 40 }, (_, n) => sensed(n, 20, { low: null, high: null })));
    await plane.decide();
    expect(await cases()).toEqual([]);
    expect(await count()).toBeNull();
  });

  test('of two probes is one case, with both named', async () => {
    await store(
      Array.from({ length: 60 }, (_, n) => sensed(n / 2, 11, n % 2 ? { device: 'b', source: '/test/other' } : {})),
    );
    await plane.decide();
    const [open, ...others] = await cases();
    expect(others).toEqual([]);
    expect(coldChainFactsSchema.parse(open?.facts).devices).toEqual(['b', 'probe-1']);
  });

  test('is asked about anew when it becomes worse, not at every reading', async () => {
    await store(excursion(20, 0));
    await plane.decide();
    expect(await proposals()).toHaveLength(1);
    await store([sensed(40, 10.2), sensed(41, 10.3)]);
    await plane.decide();
    expect(await proposals()).toHaveLength(1);
    expect((await cases())[0]).toMatchObject({ factsVersion: 1, facts: { readings: 22 } });
    await store([sensed(42, 12)]);
    await plane.decide();
    expect(await proposals()).toMatchObject([{ state: 'superseded' }, { state: 'open' }]);
    expect((await cases())[0]).toMatchObject({ factsVersion: 2 });
  });

  test('knows the goods that travel with it, and what they are worth', async () => {
    const line = orderLine({ shipment: 'SHP-1', scheduledDelivery: '2027-01-01', value: 40_000 });
    await plane.accept(
      storedSignal({
        id: 'ordered',
        type: 'purchase-order.sent',
        eventAt: new Date('2026-02-01T00:00:00Z'),
        data: { line },
        subjectKey: '/test/erp|SHP-1',
      }),
    );
    await store(
      excursion(30, 0).map((signal) => ({ ...signal, data: { ...(signal.data as object), shipment: 'SHP-1' } })),
    );
    await plane.decide();
    const [open] = await cases();
    expect(Number(open?.valueAtRisk)).toBe(40_000);
    expect(open).toMatchObject({ valueKnown: true, lineCount: 1, severity: 'medium' });
    const [proposal] = await proposals();
    expect(proposal).toMatchObject({ agent: 'cold-chain', chosen: 'hold', verdict: 'auto' });
  });
});

describe('a storm', () => {
  test('of 5,000 readings about a bound is one disruption with a count, and one proposal', async () => {
    await store(storm());
    await plane.decide(1n, 450);
    const [open, ...others] = await cases();
    expect(others).toEqual([]);
    expect(open).toMatchObject({ state: 'open', facts: { readings: 4_999 } });
    expect(await proposals()).toHaveLength(1);
    const counts = await count();
    expect(counts).toMatchObject({ seen: 5_000n, raised: 1n, quiet: 1n });
    const { seen, quiet, deadband, debounced, correlated, raised, late } = counts ?? {};
    expect(seen).toBe(
      [quiet, deadband, debounced, correlated, raised, late].reduce<bigint>((a, b) => a + (b ?? 0n), 0n),
    );
  });

  test('in any order of arrival comes to the same case and state', async () => {
    const states = async () => ({
      state: (await db.prisma.noiseState.findMany()).map(({ state }) => (state as { now: object }).now),
      cases: (await cases()).map(({ key, state, facts, occurredAt }) => ({
        key,
        state,
        occurredAt,
        facts,
      })),
    });
    await store(storm());
    await plane.decide(1n, 450);
    const ordered = await states();
    await db.pool.query('TRUNCATE noise_state, sensor_snapshot, noise_count');
    await plane.begin();
    await db.prisma.stream.updateMany({ data: { clock: 'wall' } });
    await store(shuffled(storm()));
    await plane.decide(1n, 450);
    expect(await states()).toEqual(ordered);
  });
});

describe('an inventory discrepancy', () => {
  test('beyond tolerance is one case, and closes when the figures agree', async () => {
    await store([counted(0, 'ledger', 1_200)]);
    await plane.decide();
    expect(await cases()).toEqual([]);
    await store([counted(10, 'physical', 1_100)]);
    await plane.decide();
    const [open, ...others] = await cases();
    expect(others).toEqual([]);
    expect(open).toMatchObject({
      title: 'Inventory discrepancy · Insulin cartridge at Nairobi',
      state: 'open',
      valueKnown: false,
    });
    expect(stockFactsSchema.parse(open?.facts)).toMatchObject({ difference: -100, valueUsd: null });
    const [proposal] = await proposals();
    expect(proposal).toMatchObject({ agent: 'stock-discrepancy', chosen: 'recount', verdict: 'approve' });
    await store([counted(20, 'ledger', 1_100)]);
    await plane.decide();
    expect(await cases()).toMatchObject([{ id: open?.id, state: 'closed', closedReason: 'figures_agree' }]);
  });

  test('within tolerance raises nothing', async () => {
    await store([counted(0, 'ledger', 1_200), counted(5, 'physical', 1_190)]);
    await plane.decide();
    expect(await cases()).toEqual([]);
    expect(await db.prisma.noiseCount.findFirst()).toMatchObject({ type: 'stock.counted', raised: 0n, quiet: 1n });
  });
});

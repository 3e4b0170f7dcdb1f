import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testDatabase } from '../../testing/database.ts';
import { SAMPLES } from '../../testing/samples.ts';
import { deliveredOn, orderedOn, orderLine, partitionOf, TEST_STREAM } from '../../testing/signals.ts';
import { openWorld, takenBack, told } from '../../testing/tell-world.ts';
import { FACT_TYPES } from './facts/index.ts';
import type { EvaluatedSignal } from './schema.ts';

const { db } = await testDatabase();
const world = openWorld(db);

/** Three streams of one source, each decided by itself, so that one may be ahead of another. */
const STREAMS = [TEST_STREAM, '/test/tms', '/test/plan'] as const;
const PARTITIONS = STREAMS.map(partitionOf);

/** What changes in a signal of each type that fills a read model: which of two things it speaks of, and a figure. */
const CHANGES: Record<string, (n: number, figure: number) => Record<string, unknown>> = {
  'item.described': (n, figure) => ({ item: `ITEM-${n}`, unitCost: figure }),
  'site.described': (n, figure) => ({ site: `SITE-${n}`, name: `Site ${figure}` }),
  'supplier.described': (n, figure) => ({ supplier: `MAKER-${n}`, name: `Maker ${figure}` }),
  'lane.described': (n, figure) => ({ origin: `PLANT-${n}`, leadDays: figure }),
  'purchase-order.placed': (n, figure) => ({ lineNumber: String(n), quantity: figure }),
  'purchase-order.changed': (n, figure) => ({ lineNumber: String(n), quantity: figure % 2 ? figure : null }),
  'purchase-order.confirmed': (n, figure) => ({ lineNumber: String(n), unitPrice: figure }),
  'shipment.noticed': (n, figure) => ({ shipment: `ASN-${n}`, expectedAt: `2026-12-1${figure % 10}` }),
  'shipment.moved': (n, figure) => ({
    shipment: `ASN-${n}`,
    movement: figure % 2 ? 'position' : 'load',
    vehicle: String(figure),
  }),
  'stock.counted': (n, figure) => ({
    basis: figure % 2 ? 'ledger' : 'physical',
    lot: figure % 3 ? null : `L-${n}`,
    quantity: figure,
  }),
  'stock.moved': (n, figure) => ({ lot: n ? 'L-1' : null, quantity: figure / 10 }),
  'demand.forecasted': (n, figure) => ({ from: `2026-11-2${n}`, quantity: figure }),
  'customer-order.placed': (n, figure) => ({ lineNumber: String(n), quantity: figure }),
  'production-order.scheduled': (n, figure) => ({ orderNumber: `PRD-${n}`, quantity: figure }),
  'quality-lot.judged': (n, figure) => ({ lot: `L-${n}`, status: figure % 2 ? 'blocked' : 'released' }),
  'object.observed': (n) => ({ things: ['SSCC-1', `SSCC-${n + 1}`], quantities: [] }),
};
const LINE_TYPES = ['purchase-order.sent', 'delivery.recorded'];

const day = fc.integer({ min: 1, max: 9 }).map((n) => `2026-03-0${n}`);
const signal: fc.Arbitrary<EvaluatedSignal> = fc
  .record({
    type: fc.constantFrom(...Object.keys(CHANGES), ...LINE_TYPES),
    n: fc.nat(1),
    figure: fc.integer({ min: 1, max: 12 }),
    at: day,
    recorded: day,
    source: fc.constantFrom(...STREAMS),
  })
  .map(({ type, n, figure, at, recorded, source }) => {
    const id = JSON.stringify([type, n, figure, at, recorded]);
    const line = orderLine({ lineNumber: String(n), shipment: `ASN-${figure % 3}`, value: figure * 10 });
    const stamps = { id, recordedAt: new Date(`${recorded}T12:00:00Z`) };
    if (type === 'purchase-order.sent') return { ...orderedOn(at, line), ...stamps };
    if (type === 'delivery.recorded') return { ...deliveredOn(at, line, { recorded, weightKg: figure }), ...stamps };
    return told(type, at, CHANGES[type]?.(n, figure), { id, recorded, source });
  });

test('every type of signal that fills a read model is in the mixed stream', () => {
  const filled = [...FACT_TYPES].filter((type) => !type.startsWith('object.') || type === 'object.observed');
  expect(Object.keys(CHANGES).sort()).toEqual(filled.sort());
  expect(Object.keys(SAMPLES)).toEqual(expect.arrayContaining([...Object.keys(CHANGES), ...LINE_TYPES]));
  expect(new Set(PARTITIONS).size).toBe(3);
});

const clear = async () => {
  await world.clear();
  const streams = STREAMS.map((source) => ({ source, sourceId: 'source', clock: 'wall' }));
  await db.prisma.stream.createMany({ data: streams });
};

test.each([
  [
    'a word',
    told('item.described', '2026-03-01', { unitCost: 1 }),
    told('item.described', '2026-03-02', { unitCost: 2 }),
  ],
  [
    'a line',
    orderedOn('2026-03-01', orderLine({ value: 1 })),
    { ...orderedOn('2026-03-02', orderLine({ value: 2 })), id: 'second' },
  ],
])(
  '%s that a decider further ahead has applied is not forgotten when an earlier one is taken back',
  async (_, wrong, right) => {
    const [here = 0, , there = 0] = PARTITIONS;
    await clear();
    await world.store([wrong, takenBack(wrong, '2026-03-03', { source: STREAMS[2] }), right]);
    await world.decide(here, 10);
    await world.decide(there, 10);
    const state = await world.state();
    await clear();
    await world.tell(right);
    expect(state).toEqual(await world.state());
  },
);

test('any order of a mixed stream, with doubles and retractions, by deciders that are ahead of one another, gives one world', async () => {
  const story = fc
    .uniqueArray(signal, { selector: ({ source, id }) => `${source} ${id}`, minLength: 2, maxLength: 14 })
    .chain((list) =>
      fc.record({ wrong: fc.subarray(list), by: fc.constantFrom(...STREAMS) }).chain(({ wrong, by }) => {
        // Taken back in a stream of the same source, which may be another than the one it was told in.
        // Two streams may use one id, so an id of the retraction that says both; else the second would count as sent again.
        const idOf = ({ source, id }: EvaluatedSignal) => `back-${source}-${id}`;
        const all = [
          ...list,
          ...wrong.map((target) => takenBack(target, '2026-03-09', { source: by, id: idOf(target) })),
        ];
        return fc.record({
          right: fc.constant(list.filter((one) => !wrong.includes(one))),
          arriving: fc.shuffledSubarray(all, { minLength: all.length }),
          doubled: fc.subarray(all),
          steps: fc.array(fc.tuple(fc.constantFrom(...PARTITIONS), fc.integer({ min: 1, max: 5 })), { maxLength: 6 }),
        });
      }),
    );
  await fc.assert(
    fc.asyncProperty(story, async ({ right, arriving, doubled, steps }) => {
      await clear();
      await world.tell(...right);
      const expected = await world.state();
      await clear();
      await world.store(arriving);
      await world.store(doubled);
      for (const [partition, limit] of steps) await world.decide(partition, limit);
      for (const partition of PARTITIONS) while (await world.decide(partition, 3)) {}
      expect(await world.state()).toEqual(expected);
    }),
    { numRuns: 25 },
  );
}, 60_000);

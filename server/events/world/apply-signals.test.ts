import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withTransaction } from '../../db/transaction.ts';
import { testDatabase } from '../../testing/database.ts';
import { deliveredOn, orderedOn, orderLine, TEST_STREAM } from '../../testing/signals.ts';
import { applySignals } from './apply-signals.ts';
import { readFacts } from './queries.ts';
import type { EvaluatedSignal } from './schema.ts';

const { db } = await testDatabase();

const apply = (signals: EvaluatedSignal[]) => withTransaction(db, (tx) => applySignals(tx, signals));

/** World state without the log positions, which name the order of arrival. */
async function worldState() {
  const lines = await db.prisma.orderLine.findMany({
    orderBy: { key: 'asc' },
    omit: { announceSeq: true, deliverySeq: true },
  });
  const lanes = await db.prisma.laneFact.findMany({
    orderBy: [{ origin: 'asc' }, { destination: 'asc' }, { mode: 'asc' }],
  });
  const items = await db.prisma.itemFact.findMany({ orderBy: [{ item: 'asc' }, { supplier: 'asc' }] });
  return JSON.parse(
    JSON.stringify({ lines, lanes: lanes.filter((lane) => lane.shipments), items: items.filter((item) => item.lines) }),
  );
}

async function clear() {
  await db.prisma.orderLine.deleteMany();
  await db.prisma.laneFact.deleteMany();
  await db.prisma.itemFact.deleteMany();
}

test('says what a batch did to each line', async () => {
  await clear();
  const line = orderLine();
  const [opened] = await apply([orderedOn('2026-01-05', line)]);
  expect(opened).toMatchObject({
    key: `${TEST_STREAM}|1`,
    shipmentKey: `${TEST_STREAM}|ASN-1`,
    before: null,
    after: { deliveredAt: null },
  });
  await db.prisma.orderLine.updateMany({ data: { overdueAt: new Date('2026-03-11T00:00:00Z'), disruptionId: 'd1' } });
  const [closed] = await apply([deliveredOn('2026-03-12', line, { recorded: '2026-03-14' })]);
  expect(closed).toMatchObject({
    before: { deliveredAt: null, disruptionId: 'd1' },
    after: {
      deliveredAt: new Date('2026-03-12T12:00:00Z'),
      recordedAt: new Date('2026-03-14T12:00:00Z'),
      disruptionId: 'd1',
    },
  });
  expect(await db.prisma.orderLine.findFirst()).toMatchObject({ disruptionId: 'd1', announcedBy: 'order' });
});

test('keeps sums of lanes and items, with the fallbacks over origins and over the source', async () => {
  await clear();
  const line = (n: number, changes = {}) => orderLine({ lineNumber: String(n), shipment: `ASN-${n}`, ...changes });
  await apply([
    orderedOn('2026-01-05', line(1)),
    deliveredOn('2026-03-13', line(1), { weightKg: 10, freight: 200 }),
    deliveredOn('2026-03-01', line(2), { weightKg: 30 }),
    deliveredOn('2026-03-01', line(3, { origin: 'Vapi plant', supplier: 'Beta Pharma', mode: 'ocean' }), {
      weightKg: 5,
      freight: 5,
    }),
    deliveredOn('2026-03-01', line(4, { destination: 'Peru' }), { weightKg: 1, freight: 9 }),
    orderedOn('2026-01-05', line(5)),
  ]);
  const facts = await db.prisma.$transaction((tx) => readFacts(tx, { source: TEST_STREAM, lines: [orderLine()] }));
  const lane = (origin: string | null, destination: string | null, mode: string) =>
    facts.lanes.find((row) => row.origin === origin && row.destination === destination && row.mode === mode);
  expect(lane('Goa plant', 'Kenya', 'air')).toEqual({
    origin: 'Goa plant',
    destination: 'Kenya',
    mode: 'air',
    shipments: 2,
    late: 1,
    latenessDays: { 0: 1, 3: 1 },
    freightUsd: 200,
    freightKg: 10,
    freightN: 1,
  });
  expect(lane(null, 'Kenya', 'ocean')).toMatchObject({ shipments: 1, freightUsd: 5 });
  expect(lane(null, null, 'air')).toMatchObject({
    shipments: 3,
    late: 1,
    latenessDays: { 0: 2, 3: 1 },
    freightUsd: 209,
  });
  expect(lane('Goa plant', 'Peru', 'air')).toBeUndefined();
  expect(facts.items).toEqual([
    {
      item: 'Test kit, 30 tests',
      supplier: 'Acme Diagnostics',
      lines: 3,
      late: 1,
      quantity: 300,
      valueUsd: 15_000,
      kg: 41,
      kgQuantity: 300,
      leadDays: { 67: 1 },
    },
    {
      item: 'Test kit, 30 tests',
      supplier: 'Beta Pharma',
      lines: 1,
      late: 0,
      quantity: 100,
      valueUsd: 5000,
      kg: 5,
      kgQuantity: 100,
      leadDays: {},
    },
  ]);
});

test('a correction moves the sums instead of adding to them', async () => {
  await clear();
  const line = orderLine();
  await apply([deliveredOn('2026-03-20', line, { weightKg: 10, freight: 200 })]);
  await apply([
    {
      ...deliveredOn('2026-03-09', { ...line, mode: 'ocean' }, { recorded: '2026-03-21', weightKg: 12 }),
      id: 'corrected',
    },
  ]);
  const lanes = await db.prisma.laneFact.findMany({ orderBy: { mode: 'asc' } });
  expect(lanes.map(({ mode, shipments, late, latenessDays }) => ({ mode, shipments, late, latenessDays }))).toEqual([
    { mode: 'air', shipments: 0, late: 0, latenessDays: {} },
    { mode: 'ocean', shipments: 1, late: 0, latenessDays: { 0: 1 } },
  ]);
});

test('world state does not depend on order, on batches or on doubles', async () => {
  const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-03-${String(n).padStart(2, '0')}`);
  const story = fc
    .array(
      fc.record({
        n: fc.nat(3),
        ordered: day,
        delivered: day,
        recorded: day,
        kg: fc.option(fc.integer({ min: 1, max: 90 })),
      }),
      { minLength: 1, maxLength: 5 },
    )
    .map((list) =>
      list.flatMap(({ n, ordered, delivered, recorded, kg }, index) => {
        const line = orderLine({ lineNumber: String(n), value: 1000 + index, mode: index % 2 ? 'air' : 'ocean' });
        return [
          { ...orderedOn(ordered, line), id: `${index}-announced` },
          {
            ...deliveredOn(delivered, line, { recorded, weightKg: kg, freight: kg && kg * 4 }),
            id: `${index}-delivered`,
          },
        ];
      }),
    );
  const disorder = story.chain((list) =>
    fc.record({
      list: fc.constant(list),
      shuffled: fc.shuffledSubarray(list, { minLength: list.length }),
      doubled: fc.subarray(list),
      size: fc.integer({ min: 1, max: 5 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(disorder, async ({ list, shuffled, doubled, size }) => {
      await clear();
      await apply(list);
      const expected = await worldState();
      await clear();
      const arriving = [...shuffled, ...doubled];
      for (let from = 0; from < arriving.length; from += size) await apply(arriving.slice(from, from + size));
      expect(await worldState()).toEqual(expected);
    }),
    { numRuns: 25 },
  );
});

import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { canonicalHash } from '../../core/canonical.ts';
import { fixedClock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import { TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import type { FactsForProposal } from '../world/schema.ts';
import { laneLateness } from './lane-lateness.ts';
import { computeFeatures, FEATURES } from './registry.ts';
import { descriptionOf, releaseFeatures } from './release-features.ts';
import { factsFromValues, medianOf } from './rules.ts';
import type { FeatureFacts } from './schema.ts';

const FACTS: FeatureFacts = {
  deliveries: {
    lanes: [
      {
        origin: 'Goa plant',
        destination: 'Kenya',
        mode: 'ocean',
        shipments: 4,
        late: 1,
        latenessDays: { 0: 3, 12: 1 },
        freightUsd: 400.5,
        freightKg: 1_000,
        freightN: 3,
      },
      {
        origin: null,
        destination: null,
        mode: 'air',
        shipments: 2,
        late: 0,
        latenessDays: { 0: 2 },
        freightUsd: 0,
        freightKg: 0,
        freightN: 0,
      },
    ],
    items: [
      {
        item: 'Test kit',
        supplier: 'Acme',
        lines: 3,
        late: 1,
        quantity: 300,
        valueUsd: 1_500,
        kg: 60,
        kgQuantity: 200,
        leadDays: { 30: 1, 41: 2 },
      },
      {
        item: 'Test kit',
        supplier: 'Bex',
        lines: 1,
        late: 0,
        quantity: 10,
        valueUsd: 55,
        kg: 0,
        kgQuantity: 0,
        leadDays: {},
      },
    ],
  },
  stock: {
    item: 'Test kit',
    site: 'DC-EAST',
    unit: 'EA',
    ledger: { quantity: 50, source: '/wms', signalId: 'l1' },
    physical: { quantity: 42, source: '/wms', signalId: 'p1' },
  },
  excursion: {
    thing: 'APZU4812090',
    outsideMinutes: 95,
    allowedMinutes: 30,
    worst: { celsius: 14.2 },
    latest: { celsius: 9 },
    meanKinetic: 11.3,
    readings: 20,
    unmeasuredMinutes: 35,
  },
};

/**
 * What each released version says of itself and what it computes, as a hash. One that changes here would give another answer
 * under the same name: add a version instead.
 */
const RELEASED = {
  'lane.lateness v1': 'd3621ddd6c4ce055',
  'lane.freight v1': '7eb0199ea6ff9801',
  'supplier.record v1': 'd9db27aa75454d51',
  'item.lead-time v1': 'dafceaabc73004b9',
  'item.price v1': '8ee0e2fd660d7c7c',
  'item.weight v1': 'c1ff82ad792d71ef',
  'stock.difference v1': '52c9a81781f7ba1d',
  'cold-chain.excursion v1': 'd3d3d206ed4572d8',
  'cold-chain.unmeasured v1': '583477e68e16b774',
};

describe('features', () => {
  test('released versions are as they were, in words and in what they compute', () => {
    const hashes = FEATURES.map((feature) => [
      `${feature.name} v${feature.version}`,
      canonicalHash({ says: descriptionOf(feature), computes: feature.compute(FACTS) })
        .toString('hex')
        .slice(0, 16),
    ]);
    expect(Object.fromEntries(hashes)).toEqual(RELEASED);
  });

  test('each says its values in words', () => {
    const words = computeFeatures(FACTS).map(({ feature, version, value }) => {
      const found = FEATURES.find((one) => one.name === feature && one.version === version);
      return `${feature}: ${found?.wordsOf(value)}`;
    });
    expect(words).toEqual([
      'lane.lateness: 25 % late (1 of 4)',
      'lane.lateness: 0 % late (0 of 2)',
      'lane.freight: $0.40/kg (3 bills)',
      'supplier.record: 33 % late (1 of 3 lines)',
      'supplier.record: 0 % late (0 of 1 lines)',
      'item.lead-time: half within 41 days (3 deliveries)',
      'item.price: $5.00 a pack (300 packs)',
      'item.price: $5.50 a pack (10 packs)',
      'item.weight: 0.3 kg a pack (200 packs)',
      'stock.difference: −8: counted 42, ledger 50',
      'cold-chain.excursion: 95 minutes outside, worst 14.2 °C',
      'cold-chain.unmeasured: 35 minutes that nobody measured',
    ]);
  });

  test('say nothing of what nobody handed in', () => {
    expect(computeFeatures({ deliveries: null, stock: null, excursion: null })).toEqual([]);
  });

  test.each([
    [{}, { median: null, n: 0 }],
    [{ 7: 1 }, { median: 7, n: 1 }],
    [
      { 9: 1, 10: 1 },
      { median: 9, n: 2 },
    ],
    [
      { 100: 1, 9: 1, 20: 1 },
      { median: 20, n: 3 },
    ],
  ])('the median of %j', (days, expected) => expect(medianOf(days)).toEqual(expected));

  const amount = fc.double({ min: 0, max: 1e9, noNaN: true }).map((value) => value + 0);
  const whole = fc.integer({ min: 0, max: 1_000 });
  const days = fc.dictionary(fc.integer({ min: 0, max: 400 }).map(String), fc.integer({ min: 1, max: 50 }));
  const name = fc.option(fc.string({ minLength: 1, maxLength: 8 }));
  const facts = fc.record({
    lanes: fc.uniqueArray(
      fc.record({
        origin: name,
        destination: name,
        mode: fc.constantFrom('air', 'ocean', 'truck'),
        shipments: whole,
        late: whole,
        latenessDays: days,
        freightUsd: amount,
        freightKg: amount,
        freightN: whole,
      }),
      { selector: ({ origin, destination, mode }) => JSON.stringify([origin, destination, mode]) },
    ),
    items: fc.uniqueArray(
      fc.record({
        item: fc.string({ maxLength: 8 }),
        supplier: fc.string({ maxLength: 8 }),
        lines: whole,
        late: whole,
        quantity: amount,
        valueUsd: amount,
        kg: amount,
        kgQuantity: amount,
        leadDays: days,
      }),
      { selector: ({ item, supplier }) => JSON.stringify([item, supplier]) },
    ),
  });

  test('their values, stored as JSON, give back the facts they were computed from', () => {
    fc.assert(
      fc.property(facts, (deliveries: FactsForProposal) => {
        const stored = JSON.parse(JSON.stringify(computeFeatures({ deliveries, stock: null, excursion: null })));
        expect(factsFromValues(stored)).toEqual(JSON.parse(JSON.stringify(deliveries)));
      }),
    );
  });
});

const { db } = await testDatabase();
const ctx = asSystem('start', fixedClock(TEST_NOW));

it('releases once, and stops a build that changes what was released', async () => {
  await releaseFeatures(db, ctx);
  await releaseFeatures(db, ctx);
  expect(await db.prisma.feature.count()).toBe(FEATURES.length);
  expect(await db.prisma.auditEntry.count({ where: { action: 'feature.released' } })).toBe(FEATURES.length);
  const changed = { ...laneLateness, unit: 'bananas' };
  await expect(releaseFeatures(db, ctx, [changed])).rejects.toThrow(/lane\.lateness v1 was released .* never changes/);
  await releaseFeatures(db, ctx, [...FEATURES, { ...changed, version: 2 }]);
  expect(await db.prisma.feature.count()).toBe(FEATURES.length + 1);
});

import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, it, test } from 'vitest';
import { DAY, fixedClock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import { evaluateBatch, findWork } from '../../decisions/detect/index.ts';
import { catalogueModels } from '../../decisions/models/index.ts';
import { seedPolicy } from '../../decisions/policies/index.ts';
import { readCloudEvents } from '../../events/formats/index.ts';
import { openIntake } from '../../events/ingest/index.ts';
import { asSource, TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase, untilSettled } from '../../testing/database.ts';
import { ALL_PARTITIONS } from '../../testing/decisions.ts';
import { SCENARIOS, type Scenario, WORLD_START } from './constants.ts';
import { distanceKm } from './measure-lanes.ts';
import { HISTORY_END, openStory } from './plan-signals.ts';

const standard = SCENARIOS.standard as Scenario;
const story = openStory(standard);
const history = story.between(WORLD_START, HISTORY_END);
type Delivered = { deliveredOn: string; recordedOn: string; line: { scheduledDelivery: string; shipment: string } };
const deliveries = history
  .filter(({ event }) => event.type === 'delivery.recorded')
  .map(({ event }) => event.data as Delivered);
const shipmentsOf = (list: Delivered[]) => new Set(list.map(({ line }) => line.shipment)).size;

test('distances are those of the globe', () => {
  expect(distanceKm([78.46, 17.39], [36.82, -1.28])).toBeCloseTo(4_990, -2); // Hyderabad to Nairobi
  expect(distanceKm([4.5, 51.92], [-74, 40.7])).toBeCloseTo(5_860, -2); // Rotterdam to New York
});

describe('the story', () => {
  it('is the same every time, and in the order in which it becomes known', () => {
    expect(openStory(standard).between(WORLD_START, HISTORY_END)).toEqual(history);
    expect(history.map(({ knownAt }) => knownAt)).toEqual(
      history.map(({ knownAt }) => knownAt).toSorted((a, b) => a - b),
    );
    expect(new Set(history.map(({ event }) => event.id)).size).toBe(history.length);
  });

  it('is the same in one piece or in many', () => {
    const cut = fc
      .array(fc.integer({ min: 1, max: 39 }), { maxLength: 4 })
      .map((days) => [0, ...new Set(days.toSorted((a, b) => a - b)), 40]);
    const from = HISTORY_END - 20 * DAY;
    fc.assert(
      fc.property(cut, (days) => {
        const parts = days
          .slice(1)
          .flatMap((day, index) => story.between(from + (days[index] ?? 0) * DAY, from + day * DAY));
        expect(parts).toEqual(story.between(from, from + 40 * DAY));
      }),
      { numRuns: 10 },
    );
  });

  it('has a history with some late and some slowly recorded deliveries', () => {
    const late = deliveries.filter(({ deliveredOn, line }) => deliveredOn > line.scheduledDelivery);
    const share = shipmentsOf(late) / shipmentsOf(deliveries);
    expect(share).toBeGreaterThan(0.05);
    expect(share).toBeLessThan(0.2);
    const falseAlarms = deliveries.filter(
      ({ deliveredOn, recordedOn, line }) =>
        deliveredOn <= line.scheduledDelivery && recordedOn > line.scheduledDelivery,
    );
    expect(falseAlarms.length).toBeGreaterThan(5);
    expect(falseAlarms.length).toBeLessThan(late.length);
  });
});

describe('in the tower', async () => {
  const { db } = await testDatabase();
  const clock = fixedClock(TEST_NOW);
  const intake = openIntake(db, pino({ level: 'silent' }));
  const ctx = asSource({ id: 'company', mayReplay: true, clock });
  const tell = async (from: number, to: number) => {
    const events = story.between(from, to).map(({ event }) => event);
    for (let first = 0; first < events.length; first += 500) {
      const body = Buffer.from(JSON.stringify(events.slice(first, first + 500)));
      const answer = await intake.accept(ctx, readCloudEvents({ 'content-type': 'application/json' }, body));
      expect(answer.quarantined).toEqual([]);
    }
    await untilSettled(db);
    for (const partition of await findWork(db, clock, ALL_PARTITIONS)) {
      while ((await evaluateBatch(db, clock, { epoch: 1n, partition })).more);
    }
  };
  const openVerdicts = async () => {
    const newest = { proposals: { orderBy: { revision: 'desc' as const }, take: 1 } };
    const open = await db.prisma.disruption.findMany({ where: { state: 'open' }, include: newest });
    return open.map(({ proposals: [proposal] }) => ({ verdict: proposal?.verdict, chosen: proposal?.chosen }));
  };

  it('has a case of each verdict open within a minute of going live, and then a new one every half minute or so', async () => {
    await catalogueModels(db, asSystem('start', clock));
    await seedPolicy(db, asSystem('start', clock));
    await tell(WORLD_START, HISTORY_END);
    await tell(HISTORY_END, HISTORY_END + 1.2 * DAY); // a minute
    const acting = (await openVerdicts()).filter(({ chosen }) => chosen !== 'wait');
    expect(new Set(acting.map(({ verdict }) => verdict))).toEqual(new Set(['auto', 'approve', 'escalate', 'deny']));
    const before = await db.prisma.disruption.count();
    await tell(HISTORY_END + 1.2 * DAY, HISTORY_END + 4.8 * DAY); // three minutes
    const opened = (await db.prisma.disruption.count()) - before;
    expect(opened).toBeGreaterThanOrEqual(4);
    expect(opened).toBeLessThanOrEqual(10);
  }, 240_000);
});

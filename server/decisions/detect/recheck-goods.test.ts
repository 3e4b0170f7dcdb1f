import { beforeEach, describe, expect, test } from 'vitest';
import { fixedClock, MINUTE } from '../../core/clock.ts';
import type { EvaluatedSignal } from '../../events/world/schema.ts';
import { testDatabase } from '../../testing/database.ts';
import { ALL_PARTITIONS, decisionPlane } from '../../testing/decisions.ts';
import { takenBack, told } from '../../testing/tell-world.ts';
import { sensed } from '../../testing/watches.ts';
import { coldChainFactsSchema } from '../agents/index.ts';
import { findStale } from './find-work.ts';
import { revalidateCases } from './revalidate-cases.ts';

const { db } = await testDatabase();
const clock = fixedClock(new Date('2026-03-01T06:30:00Z'));
const plane = decisionPlane(db, clock);
const LOGISTICS = '/test/plan';

beforeEach(async () => {
  await db.pool.query('TRUNCATE world_fact, retraction, noise_state, noise_count, noise_setting');
  await plane.begin();
  await db.prisma.stream.create({ data: { source: LOGISTICS, sourceId: 'source', clock: 'wall' } });
  await db.prisma.stream.updateMany({ data: { clock: 'wall' } });
});

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
const theCase = () => db.prisma.disruption.findFirstOrThrow();
const goods = async () =>
  coldChainFactsSchema
    .parse((await theCase()).facts)
    .goods.map(({ item, quantity, valueUsd }) => [item, quantity, valueUsd]);
const outside = Array.from({ length: 20 }, (_, n) => sensed(n, 10));
const line = { orderNumber: null, lineNumber: null, item: 'TEST-30', quantity: 10, unit: 'EA', lot: null };
const noticed = told(
  'shipment.noticed',
  '2026-02-02',
  { equipment: ['APZU4812090'], lines: [line] },
  { source: LOGISTICS },
);
const cost = told('item.described', '2026-02-01', {}, { source: LOGISTICS });

describe('goods of an excursion that are told after its last reading', () => {
  test('are on its case, with their worth, and the agent is asked again', async () => {
    await read(...outside);
    expect(await theCase()).toMatchObject({ valueKnown: false, factsVersion: 1 });
    expect(await pass()).toBe(0);
    await read(noticed);
    expect(await pass()).toBe(1);
    expect(await goods()).toEqual([['TEST-30', 10, null]]);
    await read(cost);
    expect(await pass()).toBe(1);
    expect(await goods()).toEqual([['TEST-30', 10, 290]]);
    expect(await theCase()).toMatchObject({ valueKnown: true, lineCount: 1, factsVersion: 3 });
    const proposals = await db.prisma.proposal.findMany({ orderBy: { revision: 'asc' } });
    expect(proposals.map(({ state }) => state).slice(0, 2)).toEqual(['superseded', 'superseded']);
    expect(proposals).toHaveLength(3);
    expect(await pass()).toBe(0);
  });

  test('and taken back are there no more', async () => {
    await read(noticed, cost);
    await read(...outside);
    expect(await goods()).toEqual([['TEST-30', 10, 290]]);
    await read(takenBack(noticed, '2026-03-01T06:25:00Z'));
    expect(await pass()).toBe(1);
    expect(await goods()).toEqual([]);
    expect(await theCase()).toMatchObject({ valueKnown: false });
  });

  test('change nothing once it has closed', async () => {
    await read(...outside, ...Array.from({ length: 40 }, (_, n) => sensed(20 + n, 5)));
    clock.advance(30 * MINUTE);
    expect(await theCase()).toMatchObject({ state: 'closed' });
    await read(noticed, cost);
    expect(await pass()).toBe(0);
    expect(await goods()).toEqual([]);
  });
});

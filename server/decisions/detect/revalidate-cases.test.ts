import { beforeEach, expect, test } from 'vitest';
import { fixedClock } from '../../core/clock.ts';
import { TEST_NOW } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { decisionPlane, seaLine, tickOn } from '../../testing/decisions.ts';
import { TEST_PARTITION } from '../../testing/signals.ts';
import { LeaseLost } from './lock-place.ts';
import { revalidateCases } from './revalidate-cases.ts';

const { db } = await testDatabase();
const clock = fixedClock(TEST_NOW);
const plane = decisionPlane(db, clock);
const again = () => revalidateCases(db, clock, { epoch: 1n, partition: TEST_PARTITION });
const revisions = () =>
  db.prisma.proposal.findMany({ orderBy: { revision: 'asc' }, select: { revision: true, state: true, worldAt: true } });
const pass = async (day: string) => {
  await plane.accept(tickOn(day));
  await plane.decide();
};

beforeEach(() => plane.begin());

test('what waits for people gets fresh figures once a day of world time has passed, and not before', async () => {
  await plane.teach();
  await plane.raise(seaLine());
  expect(await again()).toBe(0);
  await pass('2009-05-04');
  expect(await again()).toBe(1);
  expect(await revisions()).toMatchObject([
    { revision: 1, state: 'superseded' },
    { revision: 2, state: 'open', worldAt: new Date('2009-05-04T00:00:00Z') },
  ]);
  expect(await again()).toBe(0);
});

test('a proposal that somebody has begun to approve stays as they read it', async () => {
  await plane.teach();
  const proposal = await plane.raise(seaLine());
  await db.prisma.seat.create({
    data: { proposalId: proposal.id, userId: 'u', shownHash: proposal.shownHash, at: TEST_NOW },
  });
  await pass('2009-05-09');
  expect(await again()).toBe(0);
});

test('waiting is thought over daily, and told only when the answer has become another', async () => {
  await plane.teach();
  const proposal = await plane.raise(seaLine({ value: 5_500 })); // flying it costs about $4,000
  expect(proposal).toMatchObject({ chosen: 'wait', state: 'decided' });
  await pass('2009-05-04');
  expect(await again()).toBe(1);
  expect(await again()).toBe(0); // looked at on this day already
  expect(await revisions()).toHaveLength(1);

  await pass('2009-05-10'); // a week late, the chance of missing the promise has grown
  expect(await again()).toBe(1);
  const newest = await db.prisma.proposal.findFirstOrThrow({ orderBy: { revision: 'desc' } });
  expect(newest).toMatchObject({ revision: 2, chosen: 'expedite' });
});

test('under an older epoch nothing is changed', async () => {
  await plane.teach();
  await plane.raise(seaLine());
  await plane.accept(tickOn('2009-05-06'));
  await plane.decide(2n);
  await expect(again()).rejects.toThrow(LeaseLost);
  expect(await revisions()).toHaveLength(1);
});

import { expect, test } from 'vitest';
import type { Saga } from '../actions/sagas/definition.ts';
import { expediteByAir } from '../actions/sagas/expedite-by-air.ts';
import { againAfter } from '../actions/sagas/note-unstarted.ts';
import { HOUR, SECOND, systemClock } from '../core/clock.ts';
import { listQueue, readCard } from '../decisions/disruptions/index.ts';
import { quick, testActionPlane } from '../testing/action-plane.ts';
import { asPlanner } from '../testing/contexts.ts';
import { testDatabase } from '../testing/database.ts';
import { insertDecision, sagaInput } from '../testing/factories.ts';
import { testSandbox } from '../testing/sandbox.ts';

const { db } = await testDatabase();
const sandbox = await testSandbox();
/** Fails on one order, as a title that divides by nothing would: no fault of the input's form. */
let mended = false;
const brittle: Saga = {
  ...quick(expediteByAir),
  open: (input) => {
    if (!mended && (input as { orderNumber: string }).orderNumber === 'PO-BAD')
      throw new RangeError('a title of nothing');
    return quick(expediteByAir).open(input);
  },
};
const { reached, deps } = await testActionPlane(db, { sandboxUrl: sandbox.url, sagas: [brittle] });
const bad = () =>
  insertDecision(db, { input: sagaInput({ orderNumber: 'PO-BAD' }), decidedAt: new Date(Date.now() - 30 * SECOND) });
const unstarted = () => db.prisma.unstartedDecision.findMany({ orderBy: { decisionId: 'asc' } });
const entries = (decisionId: string) =>
  db.prisma.auditEntry.count({ where: { action: 'action.not-started', entityId: decisionId } });

test('decisions whose action cannot be started keep no other from being carried out, say why, and are tried again later', async () => {
  // More than are begun at once, and all of them before the sound one.
  const broken = await Promise.all(Array.from({ length: 6 }, bad));
  const sound = await insertDecision(db);
  expect((await reached(sound.id)).state).toBe('done');
  await expect.poll(async () => (await unstarted()).length, { timeout: 15_000 }).toBe(6);
  const [first] = broken;
  const id = first?.id ?? '';
  expect(await db.prisma.unstartedDecision.findUnique({ where: { decisionId: id } })).toMatchObject({
    disruptionId: first?.disruptionId,
    error: 'a title of nothing',
    tries: 1,
  });
  expect(await entries(id)).toBe(1);
  expect(await db.prisma.feed.count({ where: { kind: 'action.not-started', ids: { has: id } } })).toBe(1);

  // Its time has not come: in between nobody tries, however many passes there are.
  const later = await insertDecision(db);
  await reached(later.id);
  expect((await unstarted()).map(({ tries }) => tries)).toEqual([1, 1, 1, 1, 1, 1]);

  // It has come for one: it fails again, and is told no second time.
  await db.prisma.unstartedDecision.update({ where: { decisionId: id }, data: { nextAt: new Date() } });
  const tries = async () => (await db.prisma.unstartedDecision.findUnique({ where: { decisionId: id } }))?.tries;
  await expect.poll(tries, { timeout: 15_000 }).toBe(2);
  expect(await entries(id)).toBe(1);

  // Once the cause is mended it is carried out, and is on no list.
  mended = true;
  await db.prisma.unstartedDecision.update({ where: { decisionId: id }, data: { nextAt: new Date() } });
  expect((await reached(id)).state).toBe('done');
  expect((await unstarted()).map(({ decisionId }) => decisionId)).not.toContain(id);
});

test('what was asked to stop and a roll-back are looked after though a decision cannot be started', async () => {
  mended = false;
  await bad();
  const decision = await insertDecision(db);
  const { id } = await reached(decision.id);
  // As another process would leave it, that runs no workflows.
  await db.prisma.action.update({
    where: { id },
    data: { state: 'compensating', rollbackRun: 1, rollbackBy: 'approver' },
  });
  expect((await reached(decision.id, ['rolled_back'])).state).toBe('rolled_back');
  expect(deps.runtime.runs()).toBe(true);
});

test.each([
  [1, 10 * SECOND],
  [2, 20 * SECOND],
  [9, 2_560 * SECOND],
  [10, HOUR],
  [10_000, HOUR],
])('after %i tries it waits %i ms', (tries, ms) => {
  expect(againAfter(tries)).toBe(ms);
});

test('the case of a decision whose action cannot be started says so on its card and in the queue', async () => {
  mended = false;
  const decision = await bad();
  await expect.poll(() => entries(decision.id), { timeout: 15_000 }).toBe(1);
  const planner = { ...asPlanner(), clock: systemClock };
  const { rows } = await listQueue(db, planner, { filter: 'open' });
  const line = rows.find(({ id }) => id === decision.disruptionId);
  expect(line).toMatchObject({
    stage: 'needs-person',
    words: { proposed: expect.stringContaining('a title of nothing') },
  });
  expect(await readCard(db, planner, { id: decision.disruptionId })).toMatchObject({
    stage: 'needs-person',
    heldBy: 'not-started',
    held: expect.stringContaining('could not be started; it is tried again: a title of nothing'),
    readAgain: null,
  });
});

import { expect, test } from 'vitest';
import { SECOND, systemClock } from '../../core/clock.ts';
import { quick, testActionPlane } from '../../testing/action-plane.ts';
import { asApprover, asAuditor, asOperator, asPlanner, personIn } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { insertDecision } from '../../testing/factories.ts';
import { testSandbox } from '../../testing/sandbox.ts';
import { readAction, undoAction } from '../index.ts';
import { expediteByAir } from './expedite-by-air.ts';

const GRACE = 2;
const { db } = await testDatabase();
const sandbox = await testSandbox();
const { reached, deps } = await testActionPlane(db, {
  sandboxUrl: sandbox.url,
  graceSeconds: GRACE,
  sagas: [quick(expediteByAir)],
});
const planner = { ...asPlanner(), clock: systemClock };
const operator = { ...asOperator(), clock: systemClock };

test('Undo stops an action within its grace period; nothing was sent', async () => {
  const decision = await insertDecision(db);
  const { id } = await reached(decision.id, ['grace']);
  expect((await readAction(db, planner, { actionId: id })).may).toMatchObject({
    undo: { allowed: true, why: null },
    rollback: { allowed: false, why: 'It has not been dispatched yet. Use Undo.' },
  });
  await expect(undoAction(db, operator, deps, { actionId: id })).rejects.toMatchObject({ code: 'forbidden' });
  await undoAction(db, planner, deps, { actionId: id });
  const action = await reached(decision.id);
  expect(action).toMatchObject({
    state: 'stopped',
    detail: 'Undone before dispatch; nothing was changed.',
  });
  await expect(undoAction(db, planner, deps, { actionId: id })).rejects.toMatchObject({ code: 'conflict' });
  await new Promise((resolve) => setTimeout(resolve, GRACE * SECOND + 200));
  expect((await reached(decision.id)).state).toBe('stopped');
  expect(await sandbox.effects(id)).toEqual([]);
  const [entry] = await db.prisma.auditEntry.findMany({ where: { entityId: id, action: 'action.stopped' } });
  expect(entry).toMatchObject({ actorKind: 'person', actorId: 'planner', decisionId: decision.id });
});

test('Undo needs the right and the region', async () => {
  const decision = await insertDecision(db, { region: 'Kenya' });
  const { id } = await reached(decision.id, ['grace']);
  await expect(undoAction(db, asAuditor(), deps, { actionId: id })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(undoAction(db, personIn(['Nigeria']), deps, { actionId: id })).rejects.toMatchObject({
    code: 'not_found',
  });
  expect((await reached(decision.id)).state).toBe('done');
  await expect(undoAction(db, planner, deps, { actionId: id })).rejects.toMatchObject({
    code: 'too_late',
    message: expect.stringContaining('Roll back'),
  });
});

test('Undo of what approvers released is for an approver', async () => {
  const decision = await insertDecision(db, { seatRole: 'approver' });
  const { id } = await reached(decision.id, ['grace']);
  expect((await readAction(db, planner, { actionId: id })).may.undo).toMatchObject({ allowed: false });
  await expect(undoAction(db, planner, deps, { actionId: id })).rejects.toMatchObject({ code: 'forbidden' });
  const approver = { ...asApprover(), clock: systemClock };
  expect(await undoAction(db, approver, deps, { actionId: id })).toEqual({ state: 'stopped' });
});

test('of two who undo at once one is told that it was stopped already', async () => {
  const decision = await insertDecision(db);
  const { id } = await reached(decision.id, ['grace']);
  const results = await Promise.allSettled([1, 2, 3].map(() => undoAction(db, planner, deps, { actionId: id })));
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  expect((await db.prisma.auditEntry.findMany({ where: { entityId: id, action: 'action.stopped' } })).length).toBe(1);
});

test('an action whose facts move during its grace period is withdrawn', async () => {
  const [closed, moved] = [await insertDecision(db), await insertDecision(db)];
  await reached(closed.id, ['grace']);
  await reached(moved.id, ['grace']);
  await db.prisma.disruption.update({
    where: { id: closed.disruptionId },
    data: { state: 'closed', closedReason: 'false_alarm' },
  });
  await db.prisma.disruption.update({ where: { id: moved.disruptionId }, data: { factsVersion: 2 } });
  expect(await reached(closed.id)).toMatchObject({ state: 'withdrawn', detail: expect.stringMatching(/false alarm/) });
  expect(await reached(moved.id)).toMatchObject({ state: 'withdrawn', detail: expect.stringMatching(/facts changed/) });
});

test('a running action that is asked to stop does so between two steps, and what ran is undone', async () => {
  const decision = await insertDecision(db);
  const { id } = await reached(decision.id, ['grace']);
  await sandbox.fault({ system: 'erp', operation: 'change-order', kind: 'slow', delayMs: 300 });
  while ((await sandbox.effects(id)).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await deps.runtime.askToStop({
    actionId: id,
    decisionId: decision.id,
    disruptionId: decision.disruptionId,
    region: 'Nigeria',
  });
  const action = await reached(decision.id);
  expect(action.state).toBe('stopped');
  expect(action.steps.map((step) => step.state)).toEqual(['undone', 'pending', 'pending']);
  expect((await sandbox.effects(id)).map((row) => row.count)).toEqual([1, 1]);
});

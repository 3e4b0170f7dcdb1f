import { beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import type { Context, Person } from '../../core/context.ts';
import { quick, testActionPlane } from '../../testing/action-plane.ts';
import { addPeople } from '../../testing/add-people.ts';
import { asApprover, asAuditor, asOperator, asPlanner, personIn } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { insertDecision, sagaInput } from '../../testing/factories.ts';
import { testSandbox } from '../../testing/sandbox.ts';
import { closeStep, planRollback, readAction, rollBackAction } from '../index.ts';
import { expediteByAir } from '../sagas/expedite-by-air.ts';
import { splitToSupplier } from '../sagas/split-to-supplier.ts';
import { planOf } from './rules.ts';

const { db } = await testDatabase();
const sandbox = await testSandbox();
const { reached, deps } = await testActionPlane(db, {
  sandboxUrl: sandbox.url,
  sagas: [quick(expediteByAir), quick(splitToSupplier)],
});
const live = (context: { actor: Person }): Context<Person> => ({ actor: context.actor, clock: systemClock });
const planner = live(asPlanner());
beforeAll(() => addPeople(db, planner));
const reason = 'The customer cancelled.';

const carriedOut = async (saga = 'expedite-by-air', costUsd = 18_900, seatRole: 'planner' | 'approver' = 'planner') => {
  const decision = await insertDecision(db, { saga, input: sagaInput({ costUsd }), seatRole });
  const { id, state } = await reached(decision.id);
  expect(state).toBe('done');
  return { id, decisionId: decision.id };
};
const inDone = ['rolled_back', 'needs_person'];

describe('the plan', () => {
  test('names every step newest first, what stays spent, and one sentence', async () => {
    const { id } = await carriedOut();
    const plan = await planRollback(db, planner, deps, { actionId: id });
    expect(plan.steps.map((step) => [step.key, step.residualUsd, step.blocker])).toEqual([
      ['re-promise', 0, null],
      ['book-freight', 400, null],
      ['change-order', 0, null],
    ]);
    expect(plan).toMatchObject({
      residualUsd: 400,
      blockers: [],
      words: '3 steps will be undone, newest first; $400 stays spent.',
    });
    expect(await planRollback(db, live(asApprover()), deps, { actionId: id })).toEqual(plan);
  });

  test('names a blocker as the system says it', async () => {
    await sandbox.settings({ pickUpAfterSeconds: 0 });
    const { id } = await carriedOut();
    await sandbox.settings({ pickUpAfterSeconds: 600 });
    const plan = await planRollback(db, planner, deps, { actionId: id });
    expect(plan.blockers).toEqual([expect.stringMatching(/^TMS: The carrier picked up BKG-\d+ at /)]);
    expect(plan.words).toBe(
      '2 of 3 steps can be undone and nothing stays spent; TMS will refuse, which a person must then settle.',
    );
  });

  test('is made for a finished action only, by those who may roll back', async () => {
    const { id } = await carriedOut();
    await expect(planRollback(db, live(asAuditor()), deps, { actionId: id })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(planRollback(db, live(asOperator()), deps, { actionId: id })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(planRollback(db, live(personIn(['Peru'])), deps, { actionId: id })).rejects.toMatchObject({
      code: 'not_found',
    });
    await db.prisma.action.update({ where: { id }, data: { state: 'failed' } });
    await expect(planRollback(db, planner, deps, { actionId: id })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('hash moves with cost and blockers, not with words', () => {
    const step = { key: 'a', title: 'A', system: 'TMS', residualUsd: 1, blocker: null, words: 'w' };
    const hash = planOf('x', [step]).planHash;
    expect(planOf('x', [{ ...step, words: 'other' }]).planHash).toBe(hash);
    expect(planOf('x', [{ ...step, residualUsd: 2 }]).planHash).not.toBe(hash);
    expect(planOf('x', [{ ...step, blocker: 'no' }]).planHash).not.toBe(hash);
    expect(planOf('y', [step]).planHash).not.toBe(hash);
  });
});

describe('rolling back', () => {
  test.each(['expedite-by-air', 'split-to-supplier'])('%s undoes every step once, newest first', async (saga) => {
    const { id, decisionId } = await carriedOut(saga);
    const { planHash } = await planRollback(db, planner, deps, { actionId: id });
    expect(await rollBackAction(db, planner, deps, { actionId: id, planHash, reason })).toEqual({
      state: 'compensating',
    });
    const action = await reached(decisionId, inDone);
    expect(action.state).toBe('rolled_back');
    expect(action.steps.map((step) => step.state)).toEqual(['undone', 'undone', 'undone']);
    expect((await sandbox.effects(id)).map((row) => row.count)).toEqual([1, 1, 1, 1, 1, 1]);
    const undone = await db.prisma.auditEntry.findMany({
      where: { entityId: { startsWith: `${id}/` }, action: 'step.undone' },
      orderBy: { seq: 'asc' },
    });
    expect(undone.map((entry) => entry.entityId.split('/')[1])).toEqual(action.steps.map((step) => step.key).reverse());
    const asked = await db.prisma.auditEntry.findFirstOrThrow({
      where: { entityId: id, action: 'action.rollback-requested' },
    });
    expect(asked).toMatchObject({ actorKind: 'person', actorId: 'planner' });
    if (saga === 'expedite-by-air') expect(action.detail).toBe('Rolled back as a person asked. $400 stayed spent.');
  });

  test('of two people one wins, and the other is told', async () => {
    const { id, decisionId } = await carriedOut();
    const { planHash } = await planRollback(db, planner, deps, { actionId: id });
    const input = { actionId: id, planHash, reason };
    const results = await Promise.allSettled([
      rollBackAction(db, planner, deps, input),
      rollBackAction(db, live(asApprover()), deps, input),
    ]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find((result) => result.status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
    expect((await reached(decisionId, inDone)).state).toBe('rolled_back');
    await expect(rollBackAction(db, planner, deps, input)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('is refused with the new plan when what it costs has changed', async () => {
    await sandbox.settings({ pickUpAfterSeconds: 1 });
    const { id } = await carriedOut();
    await sandbox.settings({ pickUpAfterSeconds: 600 });
    const { planHash } = await planRollback(db, planner, deps, { actionId: id });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await expect(rollBackAction(db, planner, deps, { actionId: id, planHash, reason })).rejects.toMatchObject({
      code: 'conflict',
      more: { detail: { plan: { blockers: [expect.stringContaining('TMS')] } } },
    });
    expect((await db.prisma.action.findUniqueOrThrow({ where: { id } })).state).toBe('done');
  });

  test('needs the right', async () => {
    const { id } = await carriedOut();
    const input = { actionId: id, planHash: 'x', reason };
    await expect(rollBackAction(db, live(asAuditor()), deps, input)).rejects.toMatchObject({ code: 'forbidden' });
  });

  test.each(['reset', 'http-500', 'hang'] as const)(
    'an undo that meets %s once is tried again, with one effect',
    async (kind) => {
      const { id, decisionId } = await carriedOut();
      const { planHash } = await planRollback(db, planner, deps, { actionId: id });
      await sandbox.fault({ system: 'tms', operation: 'cancel-booking', kind });
      await rollBackAction(db, planner, deps, { actionId: id, planHash, reason });
      const action = await reached(decisionId, inDone);
      expect(action.state).toBe('rolled_back');
      expect(action.steps[1]?.undoAttempts).toBe(2);
      expect((await sandbox.effects(id)).map((row) => row.count)).toEqual([1, 1, 1, 1, 1, 1]);
    },
  );
});

describe('a refused undo', () => {
  const refusedUndo = async (seatRole?: 'planner' | 'approver', as = planner) => {
    const done = await carriedOut('expedite-by-air', 18_900, seatRole);
    const { planHash } = await planRollback(db, as, deps, { actionId: done.id });
    await sandbox.fault({ system: 'tms', operation: 'cancel-booking', kind: 'refused' });
    await sandbox.fault({ system: 'erp', operation: 'restore-order', kind: 'refused' });
    await rollBackAction(db, as, deps, { actionId: done.id, planHash, reason });
    const action = await reached(done.decisionId, inDone);
    expect(action.state).toBe('needs_person');
    expect(action.steps.map((step) => step.state)).toEqual(['undo_refused', 'undo_refused', 'undone']);
    return done.id;
  };

  test('of what approvers released is rolled back and closed by an approver, not by a planner', async () => {
    const approver = live(asApprover());
    const { id, decisionId } = await carriedOut('expedite-by-air', 18_900, 'approver');
    const denied = { allowed: false, why: 'It was released by the role approver; this needs that role too.' };
    expect((await readAction(db, planner, { actionId: id })).may.rollback).toEqual(denied);
    const refused = { code: 'forbidden', more: { reason: 'authority' } };
    await expect(planRollback(db, planner, deps, { actionId: id })).rejects.toMatchObject(refused);
    const { planHash } = await planRollback(db, approver, deps, { actionId: id });
    const input = { actionId: id, planHash, reason };
    await expect(rollBackAction(db, planner, deps, input)).rejects.toMatchObject(refused);
    expect((await readAction(db, approver, { actionId: id })).may.rollback).toEqual({ allowed: true, why: null });
    await rollBackAction(db, approver, deps, input);
    expect((await reached(decisionId, inDone)).state).toBe('rolled_back');

    const actionId = await refusedUndo('approver', approver);
    const close = { actionId, stepKey: 'book-freight', note: 'Credit note agreed by phone.' };
    expect((await readAction(db, planner, { actionId })).may.close).toEqual(denied);
    await expect(closeStep(db, planner, close)).rejects.toMatchObject(refused);
    expect(await closeStep(db, approver, close)).toEqual({ state: 'needs_person' });
  });

  test('is a state that a person closes, step by step', async () => {
    const actionId = await refusedUndo();
    const view = await readAction(db, planner, { actionId });
    expect(view.may.close).toEqual({ allowed: true, why: null });
    expect(view.steps[1]).toMatchObject({
      undoAnswer: 'Refused on request: the partner says no.',
      answer: expect.any(String),
    });
    const note = 'Credit note agreed by phone.';
    await expect(closeStep(db, live(asAuditor()), { actionId, stepKey: 'book-freight', note })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(closeStep(db, planner, { actionId, stepKey: 're-promise', note })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(closeStep(db, planner, { actionId, stepKey: 'nothing', note })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(closeStep(db, planner, { actionId, stepKey: 'book-freight', note: ' ' })).rejects.toThrow();
    expect(await closeStep(db, planner, { actionId, stepKey: 'book-freight', note })).toEqual({
      state: 'needs_person',
    });
    expect(await closeStep(db, planner, { actionId, stepKey: 'change-order', note })).toEqual({
      state: 'closed_by_person',
    });
    const closed = await readAction(db, planner, { actionId });
    expect(closed.steps.map((step) => step.closed?.by ?? null)).toEqual(['Planner Example', 'Planner Example', null]);
    const audit = await db.prisma.auditEntry.findMany({
      where: { entityId: { startsWith: actionId }, actorKind: 'person' },
      orderBy: { seq: 'asc' },
    });
    expect(audit.map((entry) => entry.action)).toEqual([
      'action.rollback-requested',
      'step.closed',
      'step.closed',
      'action.closed-by-person',
    ]);
  });

  test('whose last two steps are closed at once ends closed', async () => {
    const actionId = await refusedUndo();
    const close = (stepKey: string) => closeStep(db, planner, { actionId, stepKey, note: 'Settled.' });
    const states = await Promise.all([close('book-freight'), close('change-order')]);
    expect(states.map((one) => one.state).sort()).toEqual(['closed_by_person', 'needs_person']);
    await expect(close('book-freight')).rejects.toMatchObject({ code: 'conflict' });
  });
});

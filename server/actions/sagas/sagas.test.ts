import { describe, expect, test } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import { quick, testActionPlane } from '../../testing/action-plane.ts';
import { asAuditor, asPlanner, personIn } from '../../testing/contexts.ts';
import { testDatabase } from '../../testing/database.ts';
import { insertDecision, sagaInput } from '../../testing/factories.ts';
import { testSandbox } from '../../testing/sandbox.ts';
import { countActions, listActions, readAction, scheduleAction } from '../index.ts';
import { expediteByAir } from './expedite-by-air.ts';
import { splitToSupplier } from './split-to-supplier.ts';

const { db } = await testDatabase();
const sandbox = await testSandbox();
const { reached, deps } = await testActionPlane(db, {
  sandboxUrl: sandbox.url,
  sagas: [quick(expediteByAir), quick(splitToSupplier)],
});

const audited = async (actionId: string) =>
  (await db.prisma.auditEntry.findMany({ where: { entityId: { startsWith: actionId } }, orderBy: { seq: 'asc' } })).map(
    (entry) => entry.action,
  );
const states = (action: { steps: { state: string }[] }) => action.steps.map((step) => step.state);
const effects = async (actionId: string) =>
  Object.fromEntries((await sandbox.effects(actionId)).map((row) => [row.key.slice(actionId.length + 1), row.count]));

describe('a decision is carried out', () => {
  test.each(['expedite-by-air', 'split-to-supplier'])('%s, step by step, with its trace', async (saga) => {
    const decision = await insertDecision(db, { saga, kind: saga === 'expedite-by-air' ? 'auto' : 'approve' });
    const action = await reached(decision.id);
    expect(action.state).toBe('done');
    expect(states(action)).toEqual(['done', 'done', 'done']);
    expect(Object.values(await effects(action.id))).toEqual([1, 1, 1]);
    expect(await audited(action.id)).toEqual([
      'action.scheduled',
      'action.dispatched',
      ...[1, 2, 3].flatMap(() => ['step.started', 'step.done']),
      'action.finished',
    ]);
    const feed = await db.prisma.feed.findMany({ where: { ids: { has: action.id } }, orderBy: { seq: 'asc' } });
    expect(feed.map((row) => row.kind)).toEqual(await audited(action.id));
    expect(feed.every(({ ids }) => ids[1] === action.disruptionId)).toBe(true); // where screens look for the case
  });

  test.each(['reject', 'deny'] as const)('but not when its kind is %s', async (kind) => {
    const decision = await insertDecision(db, { kind });
    expect(await scheduleAction(db, asPlanner(), deps, decision.id)).toBeNull();
  });

  test('once, however many schedule it at the same time', async () => {
    const decision = await insertDecision(db);
    const context = { ...asPlanner(), clock: systemClock };
    const written = await Promise.all([1, 2, 3, 4].map(() => scheduleAction(db, context, deps, decision.id)));
    expect(written.filter(Boolean).length).toBeLessThanOrEqual(1);
    const action = await reached(decision.id);
    expect(action.state).toBe('done');
    expect(Object.values(await effects(action.id))).toEqual([1, 1, 1]);
  });

  test('and is a failed action with words when its saga cannot be started', async () => {
    const unknown = await reached((await insertDecision(db, { saga: 'teleport' })).id);
    expect(unknown).toMatchObject({
      state: 'failed',
      detail: 'This build has no saga called teleport. Nothing was changed.',
    });
    const unfit = await reached(
      (await insertDecision(db, { saga: 'split-to-supplier', input: sagaInput({ toSupplier: null }) })).id,
    );
    expect(unfit.detail).toContain('toSupplier');
  });
});

describe('each step fails in turn', () => {
  const STEPS = [
    { system: 'erp' as const, operation: 'change-order', after: ['failed', 'pending', 'pending'] },
    { system: 'tms' as const, operation: 'book-freight', after: ['undone', 'failed', 'pending'] },
    { system: 'oms' as const, operation: 're-promise', after: ['undone', 'undone', 'failed'] },
  ];
  test.each(STEPS)('$operation refused: what ran is undone', async ({ system, operation, after }) => {
    await sandbox.fault({ system, operation, kind: 'refused' });
    const action = await reached((await insertDecision(db)).id);
    expect(action.state).toBe('failed');
    expect(states(action)).toEqual(after);
    expect(action.detail).toMatch(/partner says no/);
    const counts = Object.values(await effects(action.id));
    expect(counts.every((count) => count === 1)).toBe(true);
    expect(counts).toHaveLength(after.filter((state) => state === 'undone').length * 2);
  });

  test.each(STEPS)(
    '$operation answers nothing, though it did the work: it is undone too',
    async ({ system, operation, after }) => {
      await sandbox.fault({ system, operation, kind: 'reset', times: 3 });
      const action = await reached((await insertDecision(db)).id);
      expect(action.state).toBe('failed');
      expect(states(action)).toEqual(after.map((state) => (state === 'failed' ? 'undone' : state)));
      const counts = Object.values(await effects(action.id));
      expect(counts.every((count) => count === 1)).toBe(true);
      await sandbox.clearFaults();
    },
  );

  test.each(['reset', 'hang', 'http-500', 'bad-body', 'wrong-answer', 'slow'] as const)(
    '%s once: tried again, one effect',
    async (kind) => {
      await sandbox.fault({ system: 'tms', operation: 'book-freight', kind });
      const action = await reached((await insertDecision(db)).id);
      expect(action.state).toBe('done');
      expect(action.steps[1]?.attempts).toBe(2);
      expect(Object.values(await effects(action.id))).toEqual([1, 1, 1]);
    },
  );

  test('and an undo is refused: a person must settle it', async () => {
    await sandbox.fault({ system: 'oms', operation: 're-promise', kind: 'refused' });
    await sandbox.fault({ system: 'tms', operation: 'cancel-booking', kind: 'refused' });
    const action = await reached((await insertDecision(db)).id);
    expect(action.state).toBe('needs_person');
    expect(states(action)).toEqual(['undone', 'undo_refused', 'failed']);
    expect(action.detail).toMatch(/TMS refused to undo; a person must settle it/);
  });
});

describe('the facts moved before dispatch', () => {
  test('the disruption closed', async () => {
    const decision = await insertDecision(db, { kind: 'reject' });
    await db.prisma.disruption.update({
      where: { id: decision.disruptionId },
      data: { state: 'closed', closedReason: 'delivered' },
    });
    await db.prisma.decision.update({ where: { id: decision.id }, data: { kind: 'approve' } });
    const action = await reached(decision.id);
    expect(action).toMatchObject({ state: 'withdrawn', detail: expect.stringMatching(/delivery was recorded/) });
    expect(await effects(action.id)).toEqual({});
    expect(await audited(action.id)).toEqual(['action.scheduled', 'action.withdrawn']);
  });
});

describe('reading', () => {
  test('shows steps, answers and what may be done, to those who may read', async () => {
    const decision = await insertDecision(db, { region: 'Kenya' });
    const { id } = await reached(decision.id);
    const planner = { ...asPlanner(), clock: systemClock };
    const view = await readAction(db, planner, { actionId: id });
    expect(view).toMatchObject({
      state: 'done',
      stepsDone: 3,
      costUsd: 18_900,
      decidedBy: ['approver'],
      may: { rollback: { allowed: true } },
    });
    expect(view.steps[1]).toMatchObject({
      system: 'TMS',
      answer: expect.stringMatching(/booked as BKG-/),
      reversibleUntil: expect.any(String),
    });
    expect((await readAction(db, { ...asAuditor(), clock: systemClock }, { actionId: id })).may.rollback).toEqual({
      allowed: false,
      why: 'Your role does not allow this.',
    });
    await expect(readAction(db, personIn(['Nigeria']), { actionId: id })).rejects.toMatchObject({ code: 'not_found' });
    expect((await listActions(db, personIn(['Kenya']), {})).map((row) => row.id)).toEqual([id]);
    expect(await listActions(db, personIn(['Peru']), { filter: 'active' })).toEqual([]);
    expect(await countActions(db, personIn(['Kenya']))).toBe(0); // it is done
    await db.prisma.action.update({ where: { id }, data: { state: 'running' } });
    expect([await countActions(db, personIn(['Kenya'])), await countActions(db, personIn(['Peru']))]).toEqual([1, 0]);
    const nobody = personIn(['Kenya']);
    await expect(countActions(db, { ...nobody, actor: { ...nobody.actor, roles: [] } })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

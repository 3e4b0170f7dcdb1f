import { usd } from '../../core/words.ts';
import type { BoundStep } from './definition.ts';
import { dispatchAction } from './dispatch-action.ts';
import { moveAction } from './move-action.ts';
import type { ActionRef, Plane } from './plane.ts';
import { isUnsure, runStep } from './run-step.ts';
import { undoStep } from './undo-step.ts';

/**
 * What the durable engine gives a workflow: `durable` runs a named piece of work once and remembers its result,
 * `stopAsked` waits until a time for the message that asks to stop (0 looks without waiting).
 */
export type Engine = {
  durable<T>(name: string, work: () => Promise<T>): Promise<T>;
  stopAsked(until: Date | 0): Promise<boolean>;
};

export type OpenedAction = {
  ref: ActionRef;
  steps: BoundStep[];
  createdAt: Date;
  graceUntil: Date;
  rollbackBy: string | null;
};

/** Reads an action and opens its saga. What it returns never changes, so reading it again on recovery is sound. */
export async function openAction(plane: Plane, actionId: string): Promise<OpenedAction> {
  const row = await plane.db.prisma.action.findUniqueOrThrow({ where: { id: actionId } });
  const saga = plane.registry.find(row.saga, row.sagaVersion);
  if (!saga)
    throw new Error(`Action ${actionId} needs saga ${row.saga} v${row.sagaVersion}, which this build does not have.`);
  const { steps } = saga.open(row.input);
  return {
    ref: { actionId, decisionId: row.decisionId, disruptionId: row.disruptionId, region: row.region },
    steps,
    createdAt: row.createdAt,
    graceUntil: row.graceUntil,
    rollbackBy: row.rollbackBy,
  };
}

/**
 * Carries an action out: grace period, re-check, steps in order; what ran is undone when one fails for good.
 * Every piece writes its own row with the expected state, so that the whole may begin again from any point.
 */
export async function carryOut(plane: Plane, engine: Engine, actionId: string): Promise<void> {
  const action = await openAction(plane, actionId);
  const { ref, steps } = action;
  if (action.graceUntil > action.createdAt) await engine.stopAsked(action.graceUntil);
  const next = await engine.durable('dispatch', () => dispatchAction(plane, ref));
  if (next === 'ended') return;
  if (next === 'undo') {
    const { keys, ...end } = await engine.durable('what ran', () => whatRan(plane, ref));
    return compensate(
      plane,
      engine,
      ref,
      steps.filter((step) => keys.includes(step.key)),
      end,
    );
  }
  const ran: BoundStep[] = [];
  for (const step of steps) {
    if (ran.length && (await engine.stopAsked(0))) {
      return compensate(plane, engine, ref, ran, { to: 'stopped', why: 'It was stopped between two steps.' });
    }
    ran.push(step);
    const end = await engine.durable(`do ${step.key}`, () => runStep(plane, ref, step));
    if (end.state === 'done') continue;
    const why = `${step.title} failed: ${end.reason}`;
    if (step.kind === 'retriable') {
      const move = { from: ['running' as const], to: 'needs_person' as const, action: 'action.needs-person' as const };
      await engine.durable('needs person', () => moveAction(plane, ref, { ...move, meaning: why, detail: why }));
      return;
    }
    if (!end.unsure) ran.pop();
    return compensate(plane, engine, ref, ran, { to: 'failed', why });
  }
  const meaning = `All ${steps.length} steps are done.`;
  await engine.durable('finish', () =>
    moveAction(plane, ref, { from: ['running'], to: 'done', action: 'action.finished', meaning, detail: null }),
  );
}

/** What was being undone, and why, when the workflow that did it was lost. */
async function whatRan(plane: Plane, ref: ActionRef) {
  const action = await plane.db.prisma.action.findUniqueOrThrow({
    where: { id: ref.actionId },
    include: { steps: true },
  });
  const failed = action.steps.some((step) => step.error !== null);
  const ran = action.steps.filter(
    (step) => step.state !== 'pending' && !(step.state === 'failed' && !isUnsure(step.response)),
  );
  return {
    keys: ran.map((step) => step.key),
    to: failed ? ('failed' as const) : ('stopped' as const),
    why: action.detail ?? 'It did not finish.',
  };
}

/** Undoes what ran, newest first, after a failure or a stop. */
async function compensate(
  plane: Plane,
  engine: Engine,
  ref: ActionRef,
  ran: BoundStep[],
  end: { to: 'failed' | 'stopped'; why: string },
): Promise<void> {
  await engine.durable('compensate', () =>
    moveAction(plane, ref, {
      from: ['running'],
      to: 'compensating',
      action: 'action.compensating',
      meaning: ran.length ? `${end.why} What ran is being undone.` : end.why,
      detail: end.why,
    }),
  );
  const { refused, feeUsd } = await undoAll(plane, engine, ref, ran);
  const spent = feeUsd > 0 ? ` ${usd(feeUsd)} stayed spent.` : '';
  const undone = ran.length ? ` What had run was undone.${spent}` : ' Nothing had been changed.';
  const meaning = refused.length ? `${end.why} ${leftFor(refused)}` : `${end.why}${undone}`;
  await engine.durable('end', () =>
    moveAction(plane, ref, {
      from: ['compensating'],
      ...(refused.length
        ? { to: 'needs_person', action: 'action.needs-person' }
        : { to: end.to, action: end.to === 'failed' ? 'action.failed' : 'action.stopped' }),
      meaning,
      detail: meaning,
    }),
  );
}

/** Rolls a finished action back, newest step first. Steps whose undo is refused are left for a person. */
export async function rollBack(plane: Plane, engine: Engine, actionId: string): Promise<void> {
  const { ref, steps, rollbackBy } = await openAction(plane, actionId);
  const { refused, feeUsd } = await undoAll(plane, engine, ref, steps);
  const spent = feeUsd > 0 ? ` ${usd(feeUsd)} stayed spent.` : '';
  const meaning = refused.length
    ? `Rolled back as far as it went.${spent} ${leftFor(refused)}`
    : `Rolled back at the request of ${rollbackBy ?? 'a person'}.${spent}`;
  await engine.durable('end', () =>
    moveAction(plane, ref, {
      from: ['compensating'],
      ...(refused.length
        ? { to: 'needs_person', action: 'action.needs-person' }
        : { to: 'rolled_back', action: 'action.rolled-back' }),
      meaning,
      detail: meaning,
    }),
  );
}

async function undoAll(plane: Plane, engine: Engine, ref: ActionRef, steps: BoundStep[]) {
  const refused: BoundStep[] = [];
  let feeUsd = 0;
  for (const step of steps.toReversed()) {
    const end = await engine.durable(`undo ${step.key}`, () => undoStep(plane, ref, step));
    if (end.state === 'undo_refused') refused.push(step);
    else feeUsd += end.feeUsd;
  }
  return { refused, feeUsd };
}

const leftFor = (refused: BoundStep[]) =>
  `${refused.map((step) => step.system).join(' and ')} refused to undo; a person must settle it and close it.`;

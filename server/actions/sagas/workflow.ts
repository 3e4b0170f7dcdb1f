import { usd } from '../../core/words.ts';
import type { BoundStep } from './definition.ts';
import { dispatchAction, stateAfter } from './dispatch-action.ts';
import { moveAction } from './move-action.ts';
import type { ActionRef, Plane } from './plane.ts';
import { isUnsure, runStep } from './run-step.ts';
import { undoStep } from './undo-step.ts';

/**
 * What the durable engine gives a workflow: `durable` runs a named piece of work once and remembers its result,
 * `waitUntil` waits for a time, or less when the action is stopped meanwhile.
 */
export type Engine = {
  durable<T>(name: string, work: () => Promise<T>): Promise<T>;
  waitUntil(time: Date): Promise<void>;
};

type OpenedAction = { ref: ActionRef; steps: BoundStep[]; waits: boolean; graceUntil: Date };
/** How an action ends whose steps are undone, and why they are. */
type Unfinished = { to: 'failed' | 'stopped'; why: string };

/** Reads an action and opens its saga. What it returns never changes, so reading it again on recovery is sound. */
async function openAction(plane: Plane, actionId: string): Promise<OpenedAction> {
  const row = await plane.db.prisma.action.findUniqueOrThrow({ where: { id: actionId } });
  const saga = plane.registry.find(row.saga, row.sagaVersion);
  if (!saga)
    throw new Error(`Action ${actionId} needs ${row.saga} v${row.sagaVersion}, which this build does not have.`);
  return {
    ref: { actionId, decisionId: row.decisionId, disruptionId: row.disruptionId, region: row.region },
    steps: saga.open(row.input).steps,
    waits: row.graceUntil > row.createdAt,
    graceUntil: row.graceUntil,
  };
}

/**
 * Carries an action out: grace period, re-check, steps in order; what ran is undone when one fails for good or the
 * action is stopped. Every piece changes its own row from the expected state, so the whole may begin again anywhere.
 */
export async function carryOut(plane: Plane, engine: Engine, actionId: string): Promise<void> {
  const { ref, steps, waits, graceUntil } = await openAction(plane, actionId);
  if (waits) await engine.waitUntil(graceUntil);
  const next = await engine.durable('dispatch', () => dispatchAction(plane, ref));
  if (next === 'ended') return;
  if (next === 'undo') return undoUnfinished(plane, engine, ref, steps);
  for (const step of steps) {
    const end = await engine.durable(`do ${step.key}`, () => runStep(plane, ref, step));
    if (end.state === 'done') continue;
    if (end.state === 'stopped') return undoUnfinished(plane, engine, ref, steps);
    const why = `${step.title} failed: ${end.reason}`;
    if (step.kind === 'retriable') return leaveToPerson(plane, engine, ref, why);
    await engine.durable('compensate', () => beginCompensation(plane, ref, why));
    return undoUnfinished(plane, engine, ref, steps);
  }
  if ((await engine.durable('finish', () => finishAction(plane, ref, steps.length))) === 'undo') {
    return undoUnfinished(plane, engine, ref, steps);
  }
}

/** Past the point of no return there is no way back: a person must bring it to its end. */
const leaveToPerson = async (plane: Plane, engine: Engine, ref: ActionRef, why: string): Promise<void> => {
  const move = { from: 'running', to: 'needs_person', action: 'action.needs-person' } as const;
  await engine.durable('needs person', () => moveAction(plane, ref, { ...move, meaning: why, detail: why }));
};

const beginCompensation = (plane: Plane, ref: ActionRef, why: string) =>
  moveAction(plane, ref, {
    from: 'running',
    to: 'compensating',
    action: 'action.compensating',
    meaning: `${why} What ran is being undone.`,
    detail: why,
  });

async function finishAction(plane: Plane, ref: ActionRef, count: number): Promise<'run' | 'undo' | 'ended'> {
  const meaning = `All ${count} steps are done.`;
  const move = { from: 'running', to: 'done', action: 'action.finished', meaning, detail: null } as const;
  return (await moveAction(plane, ref, move)) ? 'ended' : stateAfter(plane, ref);
}

/** What an action that is being undone has run, and why it is undone, as its rows tell. */
async function whatRan(plane: Plane, ref: ActionRef): Promise<Unfinished & { keys: string[] }> {
  const action = await plane.db.prisma.action.findUniqueOrThrow({
    where: { id: ref.actionId },
    include: { steps: true },
  });
  const ran = action.steps.filter(
    (step) => step.state !== 'pending' && (step.state !== 'failed' || isUnsure(step.response)),
  );
  return {
    keys: ran.map((step) => step.key),
    to: action.steps.some((step) => step.error !== null) ? 'failed' : 'stopped',
    why: action.detail ?? 'It did not finish.',
  };
}

/** Undoes what ran of an action that failed or was stopped, newest first. */
async function undoUnfinished(plane: Plane, engine: Engine, ref: ActionRef, steps: BoundStep[]): Promise<void> {
  const { keys, to, why } = await engine.durable('what ran', () => whatRan(plane, ref));
  const ran = steps.filter((step) => keys.includes(step.key));
  const { refused, feeUsd } = await undoAll(plane, engine, ref, ran);
  const undone = ran.length ? `What had run was undone.${spent(feeUsd)}` : 'Nothing had been changed.';
  const detail = `${why} ${refused.length ? leftFor(refused) : undone}`;
  await engine.durable('end', () =>
    moveAction(plane, ref, {
      from: 'compensating',
      ...(refused.length
        ? { to: 'needs_person', action: 'action.needs-person' }
        : { to, action: to === 'failed' ? 'action.failed' : 'action.stopped' }),
      meaning: detail,
      detail,
    }),
  );
}

/** Rolls a finished action back, newest step first. Steps whose undo is refused are left for a person. */
export async function rollBack(plane: Plane, engine: Engine, actionId: string): Promise<void> {
  const { ref, steps } = await openAction(plane, actionId);
  const { refused, feeUsd } = await undoAll(plane, engine, ref, steps);
  const detail = refused.length
    ? `Rolled back as far as it went.${spent(feeUsd)} ${leftFor(refused)}`
    : `Rolled back as a person asked.${spent(feeUsd)}`;
  await engine.durable('end', () =>
    moveAction(plane, ref, {
      from: 'compensating',
      ...(refused.length
        ? { to: 'needs_person', action: 'action.needs-person' }
        : { to: 'rolled_back', action: 'action.rolled-back' }),
      meaning: detail,
      detail,
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

const spent = (feeUsd: number) => (feeUsd > 0 ? ` ${usd(feeUsd)} stayed spent.` : '');
const leftFor = (refused: BoundStep[]) =>
  `${refused.map((step) => step.system).join(' and ')} refused to undo; a person must settle it and close it.`;

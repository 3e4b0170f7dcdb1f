import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { CallOutcome, Undone } from '../connectors/index.ts';
import { changeRow } from './change-row.ts';
import type { BoundStep, Undo } from './definition.ts';
import type { ActionRef, Plane } from './plane.ts';
import { idempotencyKey, waitBeforeNext } from './rules.ts';

/** How an undo ended; `feeUsd` is what stays spent although it is undone. */
export type UndoEnd = { state: 'undone'; feeUsd: number } | { state: 'undo_refused' };

const UNDOABLE = `action_id = $1 AND key = $2 AND state IN ('running', 'done', 'failed', 'undoing')`;
const keptFee = z.object({ feeUsd: z.number() });

/**
 * Undoes one step. Safe to run twice and where there is nothing to undo. A refused undo, or one without an answer, is a
 * state that a person must close; it is never only logged.
 */
export async function undoStep(plane: Plane, ref: ActionRef, step: BoundStep): Promise<UndoEnd> {
  const { undo } = step;
  if (!undo) return refuseUndo(plane, ref, step, { kind: 'refused', reason: 'This step cannot be undone.' }, 0);
  const key = idempotencyKey(ref.actionId, step.key, 'undo');
  const of = idempotencyKey(ref.actionId, step.key, 'do');
  for (let attempt = 1; ; attempt += 1) {
    if (!(await beginUndo(plane, ref, step, undo))) return endOf(plane, ref, step);
    const outcome = await undo.run(plane.connectors, { key, of, timeoutMs: step.timeoutMs });
    if (outcome.kind === 'done') return finishUndo(plane, ref, step, outcome.answer);
    const wait = outcome.kind === 'refused' ? null : waitBeforeNext(step.retry, attempt);
    if (wait === null) return refuseUndo(plane, ref, step, outcome, attempt);
    await sleep(wait);
  }
}

const beginUndo = (plane: Plane, ref: ActionRef, step: BoundStep, undo: Undo): Promise<boolean> =>
  changeRow(
    plane,
    ref,
    {
      name: 'begin-undo',
      sql: `UPDATE action_step SET state = 'undoing', undo_attempts = undo_attempts + 1 WHERE ${UNDOABLE}`,
      values: [ref.actionId, step.key],
    },
    { action: 'step.undoing', meaning: `${step.system} is asked: ${undo.title}.`, after: { state: 'undoing' } },
    step.key,
  );

/** How the undo of a step stands that another run brought to its end, or that has nothing to undo. */
async function endOf(plane: Plane, ref: ActionRef, step: BoundStep): Promise<UndoEnd> {
  const row = await plane.db.prisma.actionStep.findUniqueOrThrow({
    where: { actionId_key: { actionId: ref.actionId, key: step.key } },
  });
  if (row.state === 'undo_refused' || row.state === 'closed') return { state: 'undo_refused' };
  return { state: 'undone', feeUsd: keptFee.safeParse(row.undoResponse).data?.feeUsd ?? 0 };
}

async function finishUndo(plane: Plane, ref: ActionRef, step: BoundStep, answer: Undone): Promise<UndoEnd> {
  await changeRow(
    plane,
    ref,
    {
      name: 'finish-undo',
      sql: `UPDATE action_step SET state = 'undone', undo_response = $3::jsonb, undone_at = $4::timestamptz WHERE ${UNDOABLE}`,
      values: [ref.actionId, step.key, JSON.stringify(answer), plane.clock.now()],
    },
    { action: 'step.undone', meaning: answer.words, before: { state: 'undoing' }, after: { state: 'undone', answer } },
    step.key,
  );
  return { state: 'undone', feeUsd: answer.feeUsd };
}

async function refuseUndo(
  plane: Plane,
  ref: ActionRef,
  step: BoundStep,
  outcome: Exclude<CallOutcome<Undone>, { kind: 'done' }>,
  attempts: number,
): Promise<UndoEnd> {
  const refused = outcome.kind === 'refused';
  const reason = refused ? outcome.reason : `${outcome.reason} Given up after ${attempts} attempts.`;
  await changeRow(
    plane,
    ref,
    {
      name: 'refuse-undo',
      sql: `UPDATE action_step SET state = 'undo_refused', undo_response = $3::jsonb WHERE ${UNDOABLE}`,
      values: [ref.actionId, step.key, JSON.stringify({ outcome: outcome.kind, reason })],
    },
    {
      action: 'step.undo-refused',
      meaning: refused ? `${step.system} refused to undo: ${reason}` : `The undo got no answer: ${reason}`,
      before: { state: 'undoing' },
      after: { state: 'undo_refused', reason },
    },
    step.key,
  );
  return { state: 'undo_refused' };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { CallOutcome, Undone } from '../connectors/index.ts';
import type { BoundStep, Undo } from './definition.ts';
import type { ActionRef, Plane } from './plane.ts';
import { recordChange } from './record-change.ts';
import { idempotencyKey, waitBeforeNext } from './rules.ts';

/** How an undo ended; `feeUsd` is what stays spent although it is undone. */
export type UndoEnd = { state: 'undone'; feeUsd: number } | { state: 'undo_refused' };

const keptFee = z.object({ feeUsd: z.number() });

/**
 * Undoes one step. Safe to run twice and where there is nothing to undo. A refused undo, or one without an answer, is a
 * state that a person must close; it is never only logged.
 */
export async function undoStep(plane: Plane, ref: ActionRef, step: BoundStep): Promise<UndoEnd> {
  const { undo } = step;
  if (!undo) return endUndo(plane, ref, step, { kind: 'refused', reason: 'This step cannot be undone.' }, 0);
  const key = idempotencyKey(ref.actionId, step.key, 'undo');
  const of = idempotencyKey(ref.actionId, step.key, 'do');
  for (let attempt = 1; ; attempt += 1) {
    const ended = await beginUndo(plane, ref, step, undo);
    if (ended) return ended;
    const outcome = await undo.run(plane.connectors, { key, of, timeoutMs: step.timeoutMs });
    const settled = outcome.kind === 'done' || outcome.kind === 'refused';
    const wait = settled ? null : waitBeforeNext(step.retry, attempt);
    if (wait === null) return endUndo(plane, ref, step, outcome, attempt);
    await sleep(wait);
  }
}

async function beginUndo(plane: Plane, ref: ActionRef, step: BoundStep, undo: Undo): Promise<UndoEnd | null> {
  const where = { actionId: ref.actionId, key: step.key };
  return plane.transaction(async (tx) => {
    const { count } = await tx.actionStep.updateMany({
      where: { ...where, state: { in: ['running', 'done', 'failed', 'undoing'] } },
      data: { state: 'undoing', undoAttempts: { increment: 1 } },
    });
    if (count === 0) {
      const row = await tx.actionStep.findUniqueOrThrow({ where: { actionId_key: where } });
      if (row.state === 'undo_refused' || row.state === 'closed') return { state: 'undo_refused' };
      return { state: 'undone', feeUsd: keptFee.safeParse(row.undoResponse).data?.feeUsd ?? 0 };
    }
    const change = {
      action: 'step.undoing' as const,
      meaning: `${step.system} is asked: ${undo.title}.`,
      after: { state: 'undoing' },
    };
    await recordChange(tx, plane.ctx, ref, change, step.key);
    return null;
  });
}

async function endUndo(
  plane: Plane,
  ref: ActionRef,
  step: BoundStep,
  outcome: CallOutcome<Undone>,
  attempts: number,
): Promise<UndoEnd> {
  const where = { actionId: ref.actionId, key: step.key, state: { in: ['running', 'done', 'failed', 'undoing'] } };
  return plane.transaction(async (tx) => {
    if (outcome.kind === 'done') {
      const { answer } = outcome;
      const data = { state: 'undone', undoResponse: answer, undoneAt: plane.clock.now() };
      const { count } = await tx.actionStep.updateMany({ where, data });
      const change = { action: 'step.undone' as const, meaning: answer.words, after: { state: 'undone', answer } };
      if (count) await recordChange(tx, plane.ctx, ref, change, step.key);
      return { state: 'undone', feeUsd: answer.feeUsd };
    }
    const reason =
      outcome.kind === 'refused' ? outcome.reason : `${outcome.reason} Given up after ${attempts} attempts.`;
    const data = { state: 'undo_refused', undoResponse: { outcome: outcome.kind, reason } };
    const { count } = await tx.actionStep.updateMany({ where, data });
    const meaning =
      outcome.kind === 'refused' ? `${step.system} refused to undo: ${reason}` : `The undo got no answer: ${reason}`;
    const change = { action: 'step.undo-refused' as const, meaning, after: { state: 'undo_refused', reason } };
    if (count) await recordChange(tx, plane.ctx, ref, change, step.key);
    return { state: 'undo_refused' };
  });
}

import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { CallOutcome, Done } from '../connectors/index.ts';
import type { BoundStep } from './definition.ts';
import type { ActionRef, Plane } from './plane.ts';
import { recordChange } from './record-change.ts';
import { idempotencyKey, waitBeforeNext } from './rules.ts';

/** How a step ended. `unsure`: it may have changed something although it failed, so its undo must run too. */
export type StepEnd = { state: 'done' } | { state: 'failed'; reason: string; unsure: boolean };

/**
 * Runs one step to its end: attempt, answer, further attempts. Safe to run again from any point of it: the row says how
 * far it came, and the key, constant over attempts, makes the system do the work once.
 */
export async function runStep(plane: Plane, ref: ActionRef, step: BoundStep): Promise<StepEnd> {
  const key = idempotencyKey(ref.actionId, step.key, 'do');
  let lastError: string | null = null;
  for (let attempt = 1; ; attempt += 1) {
    const ended = await beginAttempt(plane, ref, step, lastError);
    if (ended) return ended;
    const outcome = await step.run(plane.connectors, { key, timeoutMs: step.timeoutMs });
    if (outcome.kind === 'done') return finishStep(plane, ref, step, outcome.answer);
    const wait = outcome.kind === 'refused' ? null : waitBeforeNext(step.retry, attempt);
    if (wait === null) return failStep(plane, ref, step, outcome, attempt);
    lastError = outcome.reason;
    await sleep(wait);
  }
}

/** Writes that an attempt begins, with what it sends and how it is undone, before anything is sent. */
async function beginAttempt(
  plane: Plane,
  ref: ActionRef,
  step: BoundStep,
  error: string | null,
): Promise<StepEnd | null> {
  const where = { actionId: ref.actionId, key: step.key };
  const undoKey = idempotencyKey(ref.actionId, step.key, 'undo');
  const undo = step.undo
    ? { key: undoKey, of: idempotencyKey(ref.actionId, step.key, 'do'), title: step.undo.title }
    : null;
  return plane.transaction(async (tx) => {
    const count = await tx.$executeRawUnsafe(
      `UPDATE action_step
       SET state = 'running', attempts = attempts + 1, error = $3, request = $4::jsonb, undo_request = $5::jsonb,
           started_at = coalesce(started_at, $6::timestamptz)
       WHERE action_id = $1 AND key = $2 AND state IN ('pending', 'running')`,
      ref.actionId,
      step.key,
      error,
      JSON.stringify(step.request),
      undo && JSON.stringify(undo),
      plane.clock.now().toISOString(),
    );
    if (count === 0) return endOf(await tx.actionStep.findUniqueOrThrow({ where: { actionId_key: where } }));
    await recordChange(
      tx,
      plane.ctx,
      ref,
      {
        action: 'step.started',
        meaning: error ? `${step.system} is asked again after: ${error}` : `${step.system} is asked: ${step.title}.`,
        after: { state: 'running', request: step.request, undo: step.undo?.title ?? null },
      },
      step.key,
    );
    return null;
  });
}

const failedSchema = z.object({ outcome: z.string() });

/** Whether a failed step may have changed something, as its row tells. */
export const isUnsure = (response: unknown): boolean => failedSchema.safeParse(response).data?.outcome !== 'refused';

/** How a step ended that another run of it brought to its end. */
function endOf(row: { state: string; error: string | null; response: unknown }): StepEnd {
  if (row.state !== 'failed') return { state: 'done' };
  return { state: 'failed', reason: row.error ?? 'It failed.', unsure: isUnsure(row.response) };
}

async function finishStep(plane: Plane, ref: ActionRef, step: BoundStep, answer: Done): Promise<StepEnd> {
  return plane.transaction(async (tx) => {
    const { count } = await tx.actionStep.updateMany({
      where: { actionId: ref.actionId, key: step.key, state: 'running' },
      data: {
        state: 'done',
        response: answer,
        error: null,
        reversibleUntil: answer.reversibleUntil,
        finishedAt: plane.clock.now(),
      },
    });
    if (count) {
      const after = { state: 'done', answer };
      await recordChange(
        tx,
        plane.ctx,
        ref,
        { action: 'step.done', meaning: answer.words, before: { state: 'running' }, after },
        step.key,
      );
    }
    return { state: 'done' };
  });
}

async function failStep(
  plane: Plane,
  ref: ActionRef,
  step: BoundStep,
  outcome: Exclude<CallOutcome<Done>, { kind: 'done' }>,
  attempts: number,
): Promise<StepEnd> {
  const reason = outcome.kind === 'refused' ? outcome.reason : `${outcome.reason} Given up after ${attempts} attempts.`;
  return plane.transaction(async (tx) => {
    const { count } = await tx.actionStep.updateMany({
      where: { actionId: ref.actionId, key: step.key, state: 'running' },
      data: { state: 'failed', response: { outcome: outcome.kind }, error: reason, finishedAt: plane.clock.now() },
    });
    if (count) {
      const meaning = outcome.kind === 'refused' ? `${step.system} refused: ${reason}` : reason;
      const after = { state: 'failed', outcome: outcome.kind };
      await recordChange(
        tx,
        plane.ctx,
        ref,
        { action: 'step.failed', meaning, before: { state: 'running' }, after },
        step.key,
      );
    }
    return { state: 'failed', reason, unsure: outcome.kind !== 'refused' };
  });
}

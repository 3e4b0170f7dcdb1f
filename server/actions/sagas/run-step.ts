import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { CallOutcome, Done } from '../connectors/index.ts';
import { changeRow } from './change-row.ts';
import type { BoundStep } from './definition.ts';
import type { ActionRef, Plane } from './plane.ts';
import { idempotencyKey, waitBeforeNext } from './rules.ts';

/**
 * How a step ended. `unsure`: it may have changed something although it failed, so its undo must run too.
 * `stopped`: it was not run, because the action is no longer to run.
 */
export type StepEnd = { state: 'done' } | { state: 'failed'; reason: string; unsure: boolean } | { state: 'stopped' };

/**
 * Runs one step to its end: attempt, answer, further attempts. Safe to run again from any point of it: the row says how
 * far it came, and the key, constant over attempts, makes the system do the work once.
 */
export async function runStep(plane: Plane, ref: ActionRef, step: BoundStep): Promise<StepEnd> {
  const key = idempotencyKey(ref.actionId, step.key, 'do');
  let lastError: string | null = null;
  for (let attempt = 1; ; attempt += 1) {
    if (!(await beginAttempt(plane, ref, step, lastError))) return endOf(plane, ref, step);
    const outcome = await step.run(plane.connectors, { key, timeoutMs: step.timeoutMs });
    if (outcome.kind === 'done') return finishStep(plane, ref, step, outcome.answer);
    const wait = outcome.kind === 'refused' ? null : waitBeforeNext(step.retry, attempt);
    if (wait === null) return failStep(plane, ref, step, outcome, attempt);
    lastError = outcome.reason;
    await sleep(wait);
  }
}

/**
 * Writes that an attempt begins, with what it sends and how it is undone, before anything is sent. Not when the action
 * was asked to stop: that is looked at here, between two steps and between two attempts.
 */
function beginAttempt(plane: Plane, ref: ActionRef, step: BoundStep, error: string | null): Promise<boolean> {
  const undo = step.undo && {
    key: idempotencyKey(ref.actionId, step.key, 'undo'),
    of: idempotencyKey(ref.actionId, step.key, 'do'),
    title: step.undo.title,
  };
  return changeRow(
    plane,
    ref,
    {
      name: 'begin-attempt',
      sql: `UPDATE action_step
            SET state = 'running', attempts = attempts + 1, error = $3, request = $4::jsonb, undo_request = $5::jsonb,
                started_at = coalesce(started_at, $6::timestamptz)
            WHERE action_id = $1 AND key = $2 AND state IN ('pending', 'running')
              AND EXISTS (SELECT FROM action WHERE id = $1 AND state = 'running')`,
      values: [
        ref.actionId,
        step.key,
        error,
        JSON.stringify(step.request),
        undo && JSON.stringify(undo),
        plane.clock.now(),
      ],
    },
    {
      action: 'step.started',
      meaning: error ? `${step.system} is asked again after: ${error}` : `${step.system} is asked: ${step.title}.`,
      after: { state: 'running', request: step.request, undo },
    },
    step.key,
  );
}

const failedSchema = z.object({ outcome: z.string() });

/** Whether a failed step may have changed something, as its row tells. */
export const isUnsure = (response: unknown): boolean => failedSchema.safeParse(response).data?.outcome !== 'refused';

/** How a step stands that could not begin: another run brought it to its end, or the action was stopped. */
async function endOf(plane: Plane, ref: ActionRef, step: BoundStep): Promise<StepEnd> {
  const row = await plane.db.prisma.actionStep.findUniqueOrThrow({
    where: { actionId_key: { actionId: ref.actionId, key: step.key } },
  });
  if (row.state === 'done') return { state: 'done' };
  if (row.state !== 'failed') return { state: 'stopped' };
  return { state: 'failed', reason: row.error ?? 'It failed.', unsure: isUnsure(row.response) };
}

async function finishStep(plane: Plane, ref: ActionRef, step: BoundStep, answer: Done): Promise<StepEnd> {
  await changeRow(
    plane,
    ref,
    {
      name: 'finish-step',
      sql: `UPDATE action_step
            SET state = 'done', response = $3::jsonb, error = NULL, reversible_until = $4::timestamptz, finished_at = $5::timestamptz
            WHERE action_id = $1 AND key = $2 AND state = 'running'`,
      values: [ref.actionId, step.key, JSON.stringify(answer), answer.reversibleUntil, plane.clock.now()],
    },
    { action: 'step.done', meaning: answer.words, before: { state: 'running' }, after: { state: 'done', answer } },
    step.key,
  );
  return { state: 'done' };
}

async function failStep(
  plane: Plane,
  ref: ActionRef,
  step: BoundStep,
  outcome: Exclude<CallOutcome<Done>, { kind: 'done' }>,
  attempts: number,
): Promise<StepEnd> {
  const refused = outcome.kind === 'refused';
  const reason = refused ? outcome.reason : `${outcome.reason} Given up after ${attempts} attempts.`;
  await changeRow(
    plane,
    ref,
    {
      name: 'fail-step',
      sql: `UPDATE action_step SET state = 'failed', response = $3::jsonb, error = $4, finished_at = $5::timestamptz
            WHERE action_id = $1 AND key = $2 AND state = 'running'`,
      values: [ref.actionId, step.key, JSON.stringify({ outcome: outcome.kind }), reason, plane.clock.now()],
    },
    {
      action: 'step.failed',
      meaning: refused ? `${step.system} refused: ${reason}` : reason,
      before: { state: 'running' },
      after: { state: 'failed', outcome: outcome.kind },
    },
    step.key,
  );
  return { state: 'failed', reason, unsure: !refused };
}

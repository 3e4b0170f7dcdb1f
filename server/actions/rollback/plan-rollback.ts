import type { z } from 'zod';
import { regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { conflict } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import type { ActionDeps } from '../create-action-plane.ts';
import { type BoundStep, fetchAction, idempotencyKey, requireReversal, rollbackRefusal } from '../sagas/index.ts';
import { actionIdInput, actionStateSchema, type RollbackPlan } from '../sagas/schema.ts';
import { planOf } from './rules.ts';

const ASK_TIMEOUT_MS = 2_000;

/**
 * What rolling an action back would do, newest step first, as the systems say when asked: fees that stay, and who will
 * refuse. Changes nothing.
 * @throws DomainError `forbidden`, `not_found`, `conflict` in any other state than done (before dispatch Undo is the way).
 */
export async function planRollback(
  db: Database,
  ctx: Context,
  deps: ActionDeps,
  input: z.input<typeof actionIdInput>,
): Promise<RollbackPlan> {
  const person = requireRight(ctx.actor, 'action.rollback');
  const { actionId } = actionIdInput.parse(input);
  const action = await fetchAction(db, regionScope(person), actionId);
  await requireReversal(db.prisma, person, action.decisionId);
  const refusal = rollbackRefusal({ state: actionStateSchema.parse(action.state) });
  if (refusal) throw conflict(refusal);
  const saga = deps.registry.find(action.saga, action.sagaVersion);
  if (!saga)
    throw conflict('The saga of this action is no longer part of this build; it cannot be rolled back from here.');
  const steps = saga.open(action.input).steps.toReversed();
  return planOf(actionId, await Promise.all(steps.map((step) => askStep(deps, actionId, step))));
}

async function askStep(deps: ActionDeps, actionId: string, step: BoundStep): Promise<RollbackPlan['steps'][number]> {
  const asked = { key: step.key, title: step.undo?.title ?? step.title, system: step.system };
  if (!step.undo) {
    return { ...asked, residualUsd: 0, blocker: 'This step cannot be undone.', words: 'It stays as it is.' };
  }
  const of = idempotencyKey(actionId, step.key, 'do');
  const outcome = await step.undo.quote(deps.connectors, of, ASK_TIMEOUT_MS);
  if (outcome.kind !== 'done') {
    return {
      ...asked,
      residualUsd: 0,
      blocker: `${step.system} did not say whether it would undo this.`,
      words: outcome.reason,
    };
  }
  const { feeUsd, blocker, words } = outcome.answer;
  return { ...asked, residualUsd: feeUsd, blocker, words };
}

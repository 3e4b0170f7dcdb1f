import type { z } from 'zod';
import { regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { conflict } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { withTransaction } from '../../db/transaction.ts';
import type { ActionDeps } from '../create-action-plane.ts';
import { fetchAction, recordChange, requireReversal, rollbackRefusal } from '../sagas/index.ts';
import { actionStateSchema, rollbackInput } from '../sagas/schema.ts';
import { planRollback } from './plan-rollback.ts';

/**
 * Rolls a finished action back as the plan with this hash says. The systems are asked again: when what they say has
 * changed, nothing is done and the refusal carries the new plan.
 * @throws DomainError `forbidden`, `not_found`, `conflict` (the plan moved, or somebody was faster).
 */
export async function rollBackAction(
  db: Database,
  ctx: Context,
  deps: ActionDeps,
  input: z.input<typeof rollbackInput>,
): Promise<{ state: 'compensating' }> {
  const person = requireRight(ctx.actor, 'action.rollback');
  const { actionId, planHash, reason } = rollbackInput.parse(input);
  const plan = await planRollback(db, ctx, deps, { actionId });
  if (plan.planHash !== planHash)
    throw conflict('What rolling back would cost has changed. Look at the new plan.', { plan });
  const active = await withTransaction(db, async (tx) => {
    const action = await fetchAction(tx, regionScope(person), actionId);
    await requireReversal(tx, person, action.decisionId);
    const refusal = rollbackRefusal({ state: actionStateSchema.parse(action.state) });
    if (refusal) throw conflict(refusal);
    const rollbackRun = action.rollbackRun + 1;
    const { count } = await tx.action.updateMany({
      where: { id: actionId, state: 'done', rollbackRun: action.rollbackRun },
      data: {
        state: 'compensating',
        rollbackRun,
        rollbackBy: person.id,
        detail: `It is being rolled back: ${reason}`,
        finishedAt: null,
      },
    });
    if (count === 0) throw conflict('Somebody else has just begun to roll this back.');
    const ref = { actionId, decisionId: action.decisionId, disruptionId: action.disruptionId, region: action.region };
    await recordChange(tx, ctx, ref, {
      action: 'action.rollback-requested',
      meaning: `It is to be rolled back: ${reason} ${plan.words}`,
      before: { state: 'done' },
      after: {
        state: 'compensating',
        rollbackRun,
        reason,
        planHash,
        residualUsd: plan.residualUsd,
        blockers: plan.blockers,
      },
    });
    return { id: actionId, state: 'compensating', rollbackRun };
  });
  // The row is what counts; the act loop starts the workflow where this process cannot.
  await deps.runtime.begin(active).catch(() => {});
  return { state: 'compensating' };
}

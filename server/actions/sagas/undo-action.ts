import type { z } from 'zod';
import { regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { conflict, tooLate } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { withTransaction } from '../../db/transaction.ts';
import type { ActionDeps } from '../create-action-plane.ts';
import { fetchAction } from './queries.ts';
import { recordChange } from './record-change.ts';
import { requireReversal } from './require-reversal.ts';
import { undoRefusal } from './rules.ts';
import { actionIdInput, actionStateSchema } from './schema.ts';

/**
 * Stops an action within its grace period, before anything was dispatched: one person whose approval would have counted for its
 * release (`reversalRefusal`).
 * @throws DomainError `forbidden`, `not_found`, `too_late` once dispatch has begun (the message names Roll back), `conflict`.
 */
export async function undoAction(
  db: Database,
  ctx: Context,
  deps: ActionDeps,
  input: z.input<typeof actionIdInput>,
): Promise<{ state: 'stopped' }> {
  const person = requireRight(ctx.actor, 'action.undo');
  const { actionId } = actionIdInput.parse(input);
  const ref = await withTransaction(db, async (tx) => {
    const action = await fetchAction(tx, regionScope(person), actionId);
    await requireReversal(tx, person, action.decisionId);
    const now = ctx.clock.now();
    const state = actionStateSchema.parse(action.state);
    const refusal = undoRefusal({ state, graceUntil: action.graceUntil }, now);
    if (refusal)
      throw state === 'grace' || state === 'running' || state === 'done' ? tooLate(refusal) : conflict(refusal);
    const meaning = 'Undone before dispatch; nothing was changed.';
    const { count } = await tx.action.updateMany({
      where: { id: actionId, state: 'grace' },
      data: { state: 'stopped', detail: meaning, finishedAt: now },
    });
    if (count === 0) throw tooLate('Dispatch began at the same moment. Use Roll back once it has finished.');
    const stopped = {
      actionId,
      decisionId: action.decisionId,
      disruptionId: action.disruptionId,
      region: action.region,
    };
    await recordChange(tx, ctx, stopped, {
      action: 'action.stopped',
      meaning,
      before: { state: 'grace' },
      after: { state: 'stopped' },
    });
    return stopped;
  });
  // The row is what counts; this only ends the waiting sooner. The act loop does the same for other processes.
  await deps.runtime.askToStop(ref).catch(() => {});
  return { state: 'stopped' };
}

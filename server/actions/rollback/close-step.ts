import type { z } from 'zod';
import { regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { conflict, notFound } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { withTransaction } from '../../db/transaction.ts';
import { closeRefusal, fetchAction, openSteps, recordChange, requireReversal, waitsForPerson } from '../sagas/index.ts';
import { type ActionState, actionStateSchema, closeStepInput } from '../sagas/schema.ts';

/**
 * A person settles a step whose undo was refused and says how. When none is left the action is closed by a person.
 * @throws DomainError `forbidden`, `not_found`, `conflict` when the step does not wait for a person (any more).
 */
export async function closeStep(
  db: Database,
  ctx: Context,
  input: z.input<typeof closeStepInput>,
): Promise<{ state: ActionState }> {
  const person = requireRight(ctx.actor, 'action.close-step');
  const { actionId, stepKey, note } = closeStepInput.parse(input);
  return withTransaction(db, async (tx) => {
    // Two people who close the last two steps at once must not both believe that one is left.
    await tx.$executeRawUnsafe('SELECT 1 FROM action WHERE id = $1 FOR UPDATE', actionId);
    const action = await fetchAction(tx, regionScope(person), actionId);
    await requireReversal(tx, person, action.decisionId);
    const state = actionStateSchema.parse(action.state);
    const step = action.steps.find((one) => one.key === stepKey);
    if (!step) throw notFound('This step');
    const refusal = closeRefusal({ state });
    if (refusal) throw conflict(refusal);
    if (!waitsForPerson(step)) throw conflict('This step does not wait for a person.');
    const { count } = await tx.actionStep.updateMany({
      where: { actionId, key: stepKey, state: step.state },
      data: { state: 'closed', closedBy: person.id, closedNote: note },
    });
    if (count === 0) throw conflict('Somebody else has just closed this step.');
    const ref = { actionId, decisionId: action.decisionId, disruptionId: action.disruptionId, region: action.region };
    const change = { before: { state: step.state }, after: { state: 'closed', note } };
    await recordChange(
      tx,
      ctx,
      ref,
      { action: 'step.closed', meaning: `Closed by a person: ${note}`, ...change },
      stepKey,
    );
    if (openSteps(action).some((key) => key !== stepKey)) return { state };
    await tx.action.updateMany({
      where: { id: actionId, state: 'needs_person' },
      data: { state: 'closed_by_person', finishedAt: ctx.clock.now() },
    });
    await recordChange(tx, ctx, ref, {
      action: 'action.closed-by-person',
      meaning: 'The last step that waited for a person was closed.',
      before: { state: 'needs_person' },
      after: { state: 'closed_by_person' },
    });
    return { state: 'closed_by_person' };
  });
}

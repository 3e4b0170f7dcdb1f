import type { ActionRef, Plane } from './plane.ts';
import { recordChange } from './record-change.ts';
import { withdrawReason } from './rules.ts';

/**
 * Ends the grace period: the facts are checked again, and the action runs or is withdrawn. Whoever changes the state
 * first wins against Undo. Safe to run again: a running action stays dispatched, and one
 * that was being undone when its workflow was lost is undone further.
 */
export async function dispatchAction(plane: Plane, ref: ActionRef): Promise<'run' | 'undo' | 'ended'> {
  return plane.transaction(async (tx) => {
    const disruption = await tx.disruption.findUnique({
      where: { id: ref.disruptionId },
      select: { state: true, closedReason: true, factsVersion: true },
    });
    const decision = await tx.decision.findUnique({ where: { id: ref.decisionId }, select: { proposalId: true } });
    const proposal = decision
      ? await tx.proposal.findUnique({ where: { id: decision.proposalId }, select: { factsVersion: true } })
      : null;
    const now = plane.clock.now();
    const moved = withdrawReason(disruption, proposal);
    const { count } = await tx.action.updateMany({
      where: { id: ref.actionId, state: 'grace' },
      data: moved ? { state: 'withdrawn', detail: moved, finishedAt: now } : { state: 'running', dispatchedAt: now },
    });
    if (count === 0) {
      const row = await tx.action.findUniqueOrThrow({
        where: { id: ref.actionId },
        select: { state: true, rollbackRun: true },
      });
      if (row.state === 'compensating' && row.rollbackRun === 0) return 'undo';
      return row.state === 'running' ? 'run' : 'ended';
    }
    await recordChange(tx, plane.ctx, ref, {
      action: moved ? 'action.withdrawn' : 'action.dispatched',
      meaning: moved ?? 'The facts still hold; its steps are carried out.',
      before: { state: 'grace' },
      after: { state: moved ? 'withdrawn' : 'running', factsVersion: disruption?.factsVersion ?? null },
    });
    return moved ? 'ended' : 'run';
  });
}

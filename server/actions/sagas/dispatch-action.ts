import { moveAction } from './move-action.ts';
import type { ActionRef, Plane } from './plane.ts';
import { withdrawReason } from './rules.ts';

type Facts = { state: string; closed_reason: string | null; facts_version: number; decided_on: number };

/**
 * Ends the grace period: the facts are checked again, and the action runs or is withdrawn. Whoever changes the state
 * first wins against Undo. Safe to run again: a running action stays dispatched, and one that was being undone when its
 * workflow was lost is undone further.
 */
export async function dispatchAction(plane: Plane, ref: ActionRef): Promise<'run' | 'undo' | 'ended'> {
  const { rows } = await plane.gate(() =>
    plane.db.pool.query<Facts>({
      name: 'action-facts',
      text: `SELECT d.state, d.closed_reason, d.facts_version, p.facts_version AS decided_on
             FROM decision JOIN proposal p ON p.id = decision.proposal_id JOIN disruption d ON d.id = decision.disruption_id
             WHERE decision.id = $1`,
      values: [ref.decisionId],
    }),
  );
  const [facts] = rows;
  const withdrawn = withdrawReason(
    facts ? { state: facts.state, closedReason: facts.closed_reason, factsVersion: facts.facts_version } : null,
    facts ? { factsVersion: facts.decided_on } : null,
  );
  const moved = withdrawn
    ? await moveAction(plane, ref, {
        from: 'grace',
        to: 'withdrawn',
        action: 'action.withdrawn',
        meaning: withdrawn,
        detail: withdrawn,
      })
    : await moveAction(plane, ref, {
        from: 'grace',
        to: 'running',
        action: 'action.dispatched',
        meaning: `The facts still hold (version ${facts?.facts_version}); its steps are carried out.`,
        detail: null,
      });
  if (moved) return withdrawn ? 'ended' : 'run';
  return stateAfter(plane, ref);
}

/** What is left to do for an action that is past its grace period. */
export async function stateAfter(plane: Plane, ref: ActionRef): Promise<'run' | 'undo' | 'ended'> {
  const row = await plane.db.prisma.action.findUniqueOrThrow({
    where: { id: ref.actionId },
    select: { state: true, rollbackRun: true },
  });
  if (row.state === 'compensating' && row.rollbackRun === 0) return 'undo';
  return row.state === 'running' ? 'run' : 'ended';
}

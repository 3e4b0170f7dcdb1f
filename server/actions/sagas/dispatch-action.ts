import { setTimeout as sleep } from 'node:timers/promises';
import { changeRow } from './change-row.ts';
import { moveAction } from './move-action.ts';
import type { ActionRef, Plane } from './plane.ts';
import { withdrawReason } from './rules.ts';

/** Between two looks at a case that a batch is moving at this moment, in milliseconds: twice as long each time, up to the second. */
const LOOK_AGAIN_MS = { first: 20, longest: 500 };

/**
 * The action moves if at this instant its case is open on the facts that were decided on, and nobody is changing it. The case is
 * locked for the length of the statement, so whoever changes it next comes after. A case that somebody else has locked is
 * skipped instead of waited for here: a connection that waits is one less for all other actions.
 */
const DISPATCH = `
  WITH held AS MATERIALIZED (
    SELECT d.state, d.facts_version, p.facts_version AS decided_on
    FROM decision x JOIN proposal p ON p.id = x.proposal_id JOIN disruption d ON d.id = x.disruption_id
    WHERE x.id = $2 FOR SHARE OF d SKIP LOCKED)
  UPDATE action SET state = 'running', detail = NULL, finished_at = NULL, dispatched_at = $3::timestamptz
  FROM held WHERE action.id = $1 AND action.state = 'grace' AND held.state = 'open' AND held.facts_version = held.decided_on`;

type Facts = { action: string; state: string; closed_reason: string | null; facts_version: number; decided_on: number };

const FACTS = `
  SELECT a.state AS action, d.state, d.closed_reason, d.facts_version, p.facts_version AS decided_on
  FROM action a JOIN decision x ON x.id = a.decision_id JOIN proposal p ON p.id = x.proposal_id
  JOIN disruption d ON d.id = x.disruption_id WHERE a.id = $1`;

/**
 * Ends the grace period: the action runs if its facts still hold, in the statement that moves it, and else is withdrawn. A batch
 * that has moved the facts and has not committed yet is waited for. Whoever changes the state first wins against Undo. Safe to run
 * again: a running action stays dispatched, and one that was being undone when its workflow was lost is undone further.
 */
export async function dispatchAction(plane: Plane, ref: ActionRef): Promise<'run' | 'undo' | 'ended'> {
  for (let wait = LOOK_AGAIN_MS.first; ; wait = Math.min(LOOK_AGAIN_MS.longest, wait * 2)) {
    if (await runIfHeld(plane, ref)) return 'run';
    const { rows } = await plane.gate(() =>
      plane.db.pool.query<Facts>({ name: 'action-facts', text: FACTS, values: [ref.actionId] }),
    );
    const [facts] = rows;
    if (facts && facts.action !== 'grace') return stateAfter(plane, ref);
    // What has been committed is enough to withdraw: the version of the facts never falls again.
    const withdrawn = withdrawReason(
      facts ? { state: facts.state, closedReason: facts.closed_reason, factsVersion: facts.facts_version } : null,
      facts ? { factsVersion: facts.decided_on } : null,
    );
    if (withdrawn) return (await withdraw(plane, ref, withdrawn)) ? 'ended' : stateAfter(plane, ref);
    await sleep(wait);
  }
}

const runIfHeld = (plane: Plane, ref: ActionRef): Promise<boolean> =>
  changeRow(
    plane,
    ref,
    { name: 'dispatch-action', sql: DISPATCH, values: [ref.actionId, ref.decisionId, plane.clock.now()] },
    {
      action: 'action.dispatched',
      meaning: 'The facts that were decided on still hold; its steps are carried out.',
      before: { state: 'grace' },
      after: { state: 'running' },
    },
  );

const withdraw = (plane: Plane, ref: ActionRef, why: string): Promise<boolean> =>
  moveAction(plane, ref, { from: 'grace', to: 'withdrawn', action: 'action.withdrawn', meaning: why, detail: why });

/** What is left to do for an action that is past its grace period. */
export async function stateAfter(plane: Plane, ref: ActionRef): Promise<'run' | 'undo' | 'ended'> {
  const row = await plane.db.prisma.action.findUniqueOrThrow({
    where: { id: ref.actionId },
    select: { state: true, rollbackRun: true },
  });
  if (row.state === 'compensating' && row.rollbackRun === 0) return 'undo';
  return row.state === 'running' ? 'run' : 'ended';
}

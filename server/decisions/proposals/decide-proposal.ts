import type { Context } from '../../core/context.ts';
import { conflict } from '../../core/errors.ts';
import { appendFeed } from '../../db/feed.ts';
import type { Tx } from '../../db/transaction.ts';
import { findWorldTime, type ProposalStanding } from './queries.ts';
import { readShown } from './read-shown.ts';
import { type DecisionActor, recordDecisions } from './record-decisions.ts';
import { chosenOf } from './rules.ts';

type Verdict = {
  kind: 'approve' | 'reject';
  actors: DecisionActor[];
  reason: { code: string; text: string } | null;
};

/**
 * Moves an open proposal to decided and records the decision, in the caller's transaction with the case locked.
 * @returns the id of the decision.
 * @throws DomainError `conflict` when the proposal is no longer open.
 */
export async function decideProposal(
  tx: Tx,
  ctx: Context,
  { proposal, disruption }: ProposalStanding,
  { kind, actors, reason }: Verdict,
): Promise<string> {
  const { count } = await tx.proposal.updateMany({
    where: { id: proposal.id, state: 'open' },
    data: { state: 'decided' },
  });
  if (count === 0) throw conflict('This proposal is no longer open.');
  const shown = readShown(proposal);
  const change = proposal.proposerKind === 'agent' ? 'unchanged' : proposal.overrideCode ? 'overridden' : 'modified';
  const at = ctx.clock.now();
  const [id] = await recordDecisions(tx, ctx, [
    {
      kind,
      change,
      proposalId: proposal.id,
      disruption,
      chosen: chosenOf(shown),
      verdict: shown.gate.verdict,
      policyVersion: shown.gate.policyVersion,
      actors,
      reason,
      worldAt: await findWorldTime(tx, disruption.source, ctx.clock),
    },
  ]);
  if (!id) throw new RangeError('one decision was to be recorded');
  await tx.disruption.update({ where: { id: disruption.id }, data: { updatedAt: at } });
  await appendFeed(tx, at, [{ area: 'disruptions', kind: 'updated', ids: [disruption.id], region: disruption.region }]);
  return id;
}

import type { Context, Person } from '../../core/context.ts';
import { conflict } from '../../core/errors.ts';
import { appendFeed } from '../../db/feed.ts';
import type { Tx } from '../../db/transaction.ts';
import { agentNamed } from '../agents/index.ts';
import { requireListed } from '../models/index.ts';
import { findActivePolicySet } from '../policies/index.ts';
import { closeProposals } from './close-proposals.ts';
import { gateDraft } from './gate-draft.ts';
import { makeProposals } from './make-proposals.ts';
import { findWorldTime, type ProposalStanding } from './queries.ts';
import { refuseStale, refuseUnseen } from './refuse-stale.ts';
import { revisionRefusal } from './rules.ts';
import type { Change, Verdict } from './schema.ts';

export type Revised = { proposalId: string; revision: number; verdict: Verdict; decisionId: string | null };

type Revision = {
  shownHash: string;
  change: Change;
  kind: 'modified' | 'overridden';
  why: { code: string | null; text: string } | null;
};

/**
 * Stores a person's revision of a proposal, weighed and gated again, in the caller's transaction with the case locked.
 * @throws DomainError `conflict` when the case, the proposal or its facts have moved; `invalid` when the change breaks a bound.
 */
export async function reviseProposal(
  tx: Tx,
  ctx: Context,
  person: Person,
  standing: ProposalStanding,
  revision: Revision,
): Promise<Revised> {
  const { disruption, proposal } = standing;
  const refusal = revisionRefusal(standing);
  // What was decided may be changed while nothing runs; anything else must still be open as it was shown.
  if (refusal || proposal.state !== 'decided') await refuseStale(tx, standing, revision.shownHash, refusal ?? '');
  if (refusal) throw conflict(refusal, { changed: [refusal] });
  refuseUnseen(proposal, revision.shownHash);

  await requireListed(tx, { name: proposal.agent, version: proposal.agentVersion });
  const { context, draft } = agentNamed(proposal.agent).applyChange(proposal.context, revision.change);
  const proposer = { kind: 'person', id: person.id, roles: person.roles } as const;
  const gated = gateDraft(await findActivePolicySet(tx), draft, proposer, disruption.factsVersion);
  const at = ctx.clock.now();
  if (proposal.state === 'open') {
    const why = `It was ${revision.kind} by a person.`;
    await closeProposals(tx, ctx, [{ id: proposal.id, disruption, state: 'superseded', why }]);
  }
  const [made] = await makeProposals(tx, ctx, [
    {
      disruption,
      revision: standing.latestRevision + 1,
      proposer,
      context,
      gated,
      worldAt: await findWorldTime(tx, disruption.source, ctx.clock),
      change: revision.kind,
      why: revision.why,
    },
  ]);
  if (!made) throw new RangeError('one revision was to be made');
  await tx.disruption.update({ where: { id: disruption.id }, data: { updatedAt: at } });
  await appendFeed(tx, at, [{ area: 'disruptions', kind: 'updated', ids: [disruption.id], region: disruption.region }]);
  return {
    proposalId: made.id,
    revision: standing.latestRevision + 1,
    verdict: gated.shown.gate.verdict,
    decisionId: made.decisionId,
  };
}

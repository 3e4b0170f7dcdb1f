import { inScope, type RegionScope } from '../../auth/rights.ts';
import type { Clock } from '../../core/clock.ts';
import { notFound } from '../../core/errors.ts';
import type { Action, Decision, Disruption, Proposal, Seat } from '../../db/generated/client.ts';
import type { Tx } from '../../db/transaction.ts';
import { worldTimeOf } from '../../events/world/index.ts';

/** Everything that stands about one proposal: its case, its seats, and what became of it. */
export type ProposalStanding = {
  disruption: Disruption;
  proposal: Proposal & { seats: Seat[] };
  latestRevision: number;
  decision: Decision | null;
  action: Action | null;
};

/**
 * One proposal with what stands about it, inside the reader's regions.
 * @throws DomainError `not_found`.
 */
export async function findStanding(tx: Tx, scope: RegionScope, proposalId: string): Promise<ProposalStanding> {
  const found = await tx.proposal.findFirst({
    where: { id: proposalId, disruption: inScope(scope) },
    include: { seats: { orderBy: { at: 'asc' } }, disruption: true },
  });
  if (!found) throw notFound('This proposal');
  const { disruption, ...proposal } = found;
  const latest = await tx.proposal.aggregate({ where: { disruptionId: disruption.id }, _max: { revision: true } });
  const decision = await tx.decision.findUnique({ where: { proposalId } });
  const action = decision ? await tx.action.findUnique({ where: { decisionId: decision.id } }) : null;
  return { disruption, proposal, latestRevision: latest._max.revision ?? proposal.revision, decision, action };
}

/**
 * The same, with the case locked for the rest of the transaction, so that of two people who act at once the second sees
 * what the first did.
 * @throws DomainError `not_found`.
 */
export async function lockStanding(tx: Tx, scope: RegionScope, proposalId: string): Promise<ProposalStanding> {
  await tx.$queryRawUnsafe(
    `SELECT id FROM disruption WHERE id = (SELECT disruption_id FROM proposal WHERE id = $1) FOR UPDATE`,
    proposalId,
  );
  return findStanding(tx, scope, proposalId);
}

/** The newest revision of a case. */
export const findLatest = (tx: Tx, disruptionId: string) =>
  tx.proposal.findFirst({ where: { disruptionId }, orderBy: { revision: 'desc' }, include: { seats: true } });

/** World time of a stream: of its newest signal for a replay, the wall clock for any other. */
export async function findWorldTime(tx: Tx, source: string, clock: Clock): Promise<Date> {
  const now = clock.now();
  const stream = await tx.stream.findUnique({ where: { source }, select: { clock: true, worldAt: true } });
  return (stream && worldTimeOf(stream, now)) ?? now;
}

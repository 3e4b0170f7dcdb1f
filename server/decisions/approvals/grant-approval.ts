import type { z } from 'zod';
import { emitAudit } from '../../audit/emit.ts';
import { lockPeople } from '../../auth/find-people.ts';
import { regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { DomainError, forbidden } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { withTransaction } from '../../db/transaction.ts';
import { requireListed } from '../models/index.ts';
import { chosenOf, decideProposal, lockStanding, readShown, refuseStale } from '../proposals/index.ts';
import { approveInput } from '../proposals/schema.ts';
import { recheckApprovals } from './recheck-approvals.ts';
import { approvalLapse, seatRefusal } from './rules.ts';

export type Granted = { proposalId: string; seats: number; seatsNeeded: number; decisionId: string | null };

/**
 * grantApproval takes one seat on an open proposal; the last seat needed makes the decision in the same transaction. Authority
 * counts at that moment: everybody behind it is held as they stand then, and what counts no longer is revoked first.
 * @throws DomainError `forbidden` for the wrong role or one's own proposal, `not_found` outside one's regions, `conflict` when
 * somebody was faster or what was shown no longer stands (`detail.changed` says what).
 */
export async function grantApproval(db: Database, ctx: Context, input: z.input<typeof approveInput>): Promise<Granted> {
  const asked = requireRight(ctx.actor, 'proposal.approve');
  const { proposalId, shownHash, note } = approveInput.parse(input);
  return withTransaction(db, async (tx) => {
    const standing = await lockStanding(tx, regionScope(asked), proposalId);
    const { proposal, disruption } = standing;
    await refuseStale(tx, standing, shownHash);
    await requireListed(tx, { name: proposal.agent, version: proposal.agentVersion });
    const { gate, ...shown } = readShown(proposal);
    const seatRole = gate.seatRole === 'planner' ? 'planner' : 'approver';
    const people = await lockPeople(tx, [asked.id, ...proposal.seats.map(({ userId }) => userId)]);
    const person = people.get(asked.id);
    const lost = 'Your roles or regions were changed a moment ago. Sign in again to see what you may do.';
    const refused =
      person &&
      seatRefusal({
        person,
        proposer: { kind: proposal.proposerKind, id: proposal.proposerId },
        seatRole,
        taken: proposal.seats,
      });
    if (refused) throw new DomainError(refused.code, refused.words, { reason: refused.reason });
    if (!person || approvalLapse(person, { seatRole, region: disruption.region })) throw forbidden(lost, 'authority');
    const counting = await recheckApprovals(tx, ctx, standing, seatRole, people);

    const at = ctx.clock.now();
    await tx.seat.create({
      data: { proposalId, userId: person.id, shownHash: proposal.shownHash, note: note ?? null, at },
    });
    const seats = counting.length + 1;
    await emitAudit(tx, ctx, {
      action: 'proposal.seated',
      entityId: proposalId,
      meaning: `“${chosenOf(shown).title}” was approved (${seats} of ${gate.seatsNeeded})${note ? `: ${note}` : ''}.`,
      before: { seats: seats - 1 },
      after: { seats, seatsNeeded: gate.seatsNeeded, shownHash, note: note ?? null },
      disruptionId: disruption.id,
    });
    await appendFeed(tx, at, [
      { area: 'proposals', kind: 'seated', ids: [proposalId, disruption.id], region: disruption.region },
    ]);
    if (seats < gate.seatsNeeded) return { proposalId, seats, seatsNeeded: gate.seatsNeeded, decisionId: null };
    const actors = [...counting.map(({ userId }) => userId), person.id].map((id) => ({
      id,
      roles: people.get(id)?.roles ?? [],
    }));
    const decisionId = await decideProposal(tx, ctx, standing, { kind: 'approve', actors, reason: null });
    return { proposalId, seats, seatsNeeded: gate.seatsNeeded, decisionId };
  });
}

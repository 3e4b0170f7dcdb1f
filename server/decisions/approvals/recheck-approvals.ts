import { emitAudit } from '../../audit/emit.ts';
import type { People } from '../../auth/find-people.ts';
import type { Context } from '../../core/context.ts';
import { newId } from '../../core/ids.ts';
import type { Seat } from '../../db/generated/client.ts';
import type { Tx } from '../../db/transaction.ts';
import { lapseWords, type ProposalStanding } from '../proposals/index.ts';
import { approvalLapse } from './rules.ts';

/** What takes an approval back is the rule, whoever's act made it be asked. */
const RULE = { kind: 'system', id: 'policy' } as const;

/**
 * Holds the approvals given on a proposal against their givers as they stand now, in the transaction that approves; those that
 * count no longer are revoked, with why.
 * @param givers as `lockPeople` holds them.
 * @returns the approvals that count.
 */
export async function recheckApprovals(
  tx: Tx,
  ctx: Context,
  { proposal, disruption }: ProposalStanding,
  seatRole: 'planner' | 'approver',
  givers: People,
): Promise<Seat[]> {
  const judged = proposal.seats.map((seat) => ({
    seat,
    reason: approvalLapse(givers.get(seat.userId), { seatRole, region: disruption.region }),
  }));
  const lapsed = judged.flatMap(({ seat, reason }) => (reason ? [{ seat, reason }] : []));
  if (lapsed.length) {
    const { id: proposalId } = proposal;
    await tx.seat.deleteMany({ where: { proposalId, userId: { in: lapsed.map(({ seat }) => seat.userId) } } });
    await tx.revokedApproval.createMany({
      data: lapsed.map(({ seat: { userId, at, note }, reason }) => ({
        id: newId(),
        proposalId,
        userId,
        givenAt: at,
        note,
        reason,
        revokedAt: ctx.clock.now(),
      })),
    });
    await emitAudit(
      tx,
      { ...ctx, actor: RULE },
      lapsed.map(({ seat: { userId }, reason }) => ({
        action: 'proposal.unseated',
        entityId: proposalId,
        meaning: `An approval no longer counts: whoever gave it ${lapseWords(reason, seatRole)}.`,
        before: { userId },
        after: { seated: false, reason },
        disruptionId: disruption.id,
      })),
    );
  }
  return judged.flatMap(({ seat, reason }) => (reason ? [] : [seat]));
}

import type { Person } from '../../core/context.ts';
import { forbidden } from '../../core/errors.ts';
import type { Tx } from '../../db/transaction.ts';
import { type Release, reversalRefusal } from './rules.ts';

/** What released the action of a decision. Of a decision whose proposal is gone the strictest is assumed. */
export async function findRelease(tx: Pick<Tx, 'decision' | 'proposal'>, decisionId: string): Promise<Release> {
  const decision = await tx.decision.findUnique({
    where: { id: decisionId },
    select: { kind: true, proposalId: true },
  });
  const proposal =
    decision &&
    (await tx.proposal.findUnique({
      where: { id: decision.proposalId },
      select: { seatRole: true, proposerKind: true, proposerId: true },
    }));
  return {
    kind: decision?.kind ?? '',
    seatRole: proposal?.seatRole === 'planner' ? 'planner' : 'approver',
    proposer: { kind: proposal?.proposerKind ?? '', id: proposal?.proposerId ?? '' },
  };
}

/** @throws DomainError `forbidden` unless this person may undo the action of the decision, roll it back or close its steps. */
export async function requireReversal(tx: Pick<Tx, 'decision' | 'proposal'>, person: Person, decisionId: string) {
  const refusal = reversalRefusal(person, await findRelease(tx, decisionId));
  if (refusal) throw forbidden(refusal.words, refusal.reason);
}

import { type Right, requireRight } from '../../auth/rights.ts';
import type { Person } from '../../core/context.ts';
import { DomainError } from '../../core/errors.ts';
import type { Disruption, Proposal, Seat } from '../../db/generated/client.ts';
import { seatRefusal } from '../approvals/index.ts';
import { chosenOf, readShown, revisionRefusal } from '../proposals/index.ts';
import type { Decided } from './find-decisions.ts';
import { mayFrom } from './rules.ts';
import type { Card } from './schema.ts';

/** Why a person lacks a right, or null. */
function rightRefusal(person: Person, right: Right): string | null {
  try {
    requireRight(person, right);
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
}

/** Whether a person holds a right, with the refusal in words. */
export function permissionFor(person: Person, right: Right): { allowed: boolean; why: string | null } {
  const why = rightRefusal(person, right);
  return { allowed: why === null, why };
}

/** What a person may do about a case now, by the same rules as the verbs, each refusal in words. `decision` is that on the proposal. */
export function judgeMay(
  person: Person,
  disruption: Disruption,
  proposal: (Proposal & { seats: Seat[] }) | null,
  decision: Decided | null,
  held: string | null = null,
): Card['may'] {
  const closed = disruption.state === 'open' ? null : 'The case has closed by itself; there is nothing left to decide.';
  const nothing = held ?? (proposal ? null : 'Nothing has been proposed yet.');
  const waits = proposal?.state === 'open' ? null : 'Nothing waits for an answer.';
  const seat =
    proposal &&
    seatRefusal({
      person,
      proposer: { kind: proposal.proposerKind, id: proposal.proposerId },
      seatRole: proposal.seatRole === 'planner' ? 'planner' : 'approver',
      taken: proposal.seats,
    });
  const revision =
    proposal &&
    revisionRefusal({
      disruption,
      proposal,
      latestRevision: proposal.revision,
      decision,
      action: decision?.action ?? null,
    });
  const fixed =
    proposal && Object.values(chosenOf(readShown(proposal)).parameters).every((parameter) => parameter === null)
      ? 'There is nothing to change about it. Use Override to choose another alternative.'
      : null;
  return mayFrom({
    approve: rightRefusal(person, 'proposal.approve') ?? closed ?? nothing ?? waits ?? seat?.words ?? null,
    modify: rightRefusal(person, 'proposal.modify') ?? closed ?? nothing ?? revision ?? fixed,
    override: rightRefusal(person, 'proposal.override') ?? closed ?? nothing ?? revision,
    reject: rightRefusal(person, 'proposal.reject') ?? closed ?? nothing ?? waits,
    assign: rightRefusal(person, 'disruption.claim') ?? closed,
  });
}

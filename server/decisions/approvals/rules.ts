import { hasAuthority, may, ROLE_WORDS, seesRegion } from '../../auth/rights.ts';
import type { Person, Role } from '../../core/context.ts';
import type { RefusalReason } from '../../core/errors.ts';
import type { Lapse } from '../proposals/schema.ts';

/** What a seat asks of the person who takes it. */
export type SeatQuestion = {
  person: Pick<Person, 'id' | 'roles'>;
  proposer: { kind: string; id: string };
  seatRole: Role;
  taken: readonly { userId: string }[];
};

export type SeatRefusal = { code: 'forbidden' | 'conflict'; words: string; reason: RefusalReason };

/**
 * Why this person may not take a seat on this proposal, or null. Four eyes: never on one's own proposal. One person, one
 * seat. And of enough authority: more satisfies less.
 */
export function seatRefusal({ person, proposer, seatRole, taken }: SeatQuestion): SeatRefusal | null {
  if (proposer.kind === 'person' && proposer.id === person.id) {
    return {
      code: 'forbidden',
      words: 'You proposed this, so somebody else approves it.',
      reason: 'own-proposal',
    };
  }
  if (!hasAuthority(person.roles, seatRole)) {
    return {
      code: 'forbidden',
      words: `This is approved by the role ${ROLE_WORDS[seatRole]}; yours has not that authority.`,
      reason: 'authority',
    };
  }
  if (taken.some(({ userId }) => userId === person.id)) {
    return {
      code: 'conflict',
      words: 'You have approved this already; it waits for somebody else.',
      reason: 'approved-already',
    };
  }
  return null;
}

/**
 * Why an approval that was given does not count any more, or null: authority counts when the decision is made.
 * @param giver as they stand now; undefined when the account is gone or switched off.
 */
export function approvalLapse(
  giver: Pick<Person, 'roles' | 'regions'> | undefined,
  asked: { seatRole: Role; region: string },
): Lapse | null {
  if (!giver) return 'account-off';
  if (!may(giver.roles, 'proposal.approve') || !hasAuthority(giver.roles, asked.seatRole)) return 'role';
  return seesRegion(giver, asked.region) ? null : 'region';
}

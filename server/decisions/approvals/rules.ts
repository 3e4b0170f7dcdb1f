import { hasAuthority, ROLE_WORDS } from '../../auth/rights.ts';
import type { Person, Role } from '../../core/context.ts';

/** What a seat asks of the person who takes it. */
export type SeatQuestion = {
  person: Pick<Person, 'id' | 'roles'>;
  proposer: { kind: string; id: string };
  seatRole: Role;
  taken: readonly { userId: string }[];
};

export type SeatRefusal = { code: 'forbidden' | 'conflict'; words: string };

/**
 * Why this person may not take a seat on this proposal, or null. Four eyes: never on one's own proposal. One person, one
 * seat. And of enough authority: more satisfies less.
 */
export function seatRefusal({ person, proposer, seatRole, taken }: SeatQuestion): SeatRefusal | null {
  if (proposer.kind === 'person' && proposer.id === person.id) {
    return { code: 'forbidden', words: 'You proposed this, so somebody else approves it.' };
  }
  if (!hasAuthority(person.roles, seatRole)) {
    return {
      code: 'forbidden',
      words: `This is approved by the role ${ROLE_WORDS[seatRole]}; yours has not that authority.`,
    };
  }
  if (taken.some(({ userId }) => userId === person.id)) {
    return { code: 'conflict', words: 'You have approved this already; it waits for somebody else.' };
  }
  return null;
}

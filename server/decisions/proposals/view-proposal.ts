import { type Names, nameOf } from '../../auth/find-names.ts';
import { DomainError } from '../../core/errors.ts';
import type { Proposal, RevokedApproval, Seat } from '../../db/generated/client.ts';
import { readShown } from './read-shown.ts';
import { lapseWords } from './rules.ts';
import type { ProposalView } from './schema.ts';

/** A stored proposal as screens show it; null when what is stored cannot be read. */
export function readableView(
  row: Proposal & { seats: Seat[]; revoked: RevokedApproval[] },
  names: Names,
): ProposalView | null {
  try {
    return viewOfProposal(row, names);
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

/** A stored proposal as screens show it. `names` gives people's names by id. */
function viewOfProposal(row: Proposal & { seats: Seat[]; revoked: RevokedApproval[] }, names: Names): ProposalView {
  const { alternatives, chosen, reason, risk, gate } = readShown(row);
  const person = row.proposerKind === 'person';
  return {
    id: row.id,
    revision: row.revision,
    state: row.state as ProposalView['state'],
    proposer: {
      kind: person ? 'person' : 'agent',
      id: row.proposerId,
      name: person ? nameOf(names, row.proposerId) : row.agent,
    },
    agent: { name: row.agent, version: row.agentVersion },
    chosen,
    alternatives,
    reason,
    override: row.overrideCode ? { code: row.overrideCode, text: row.overrideText ?? '' } : null,
    risk,
    gate: {
      ...gate,
      seats: row.seats.map((seat) => ({
        userId: seat.userId,
        name: nameOf(names, seat.userId),
        at: seat.at.toISOString(),
        note: seat.note,
      })),
      revoked: row.revoked.map(({ userId, revokedAt, note, reason }) => ({
        userId,
        name: nameOf(names, userId),
        at: revokedAt.toISOString(),
        note,
        words: lapseWords(reason, gate.seatRole),
      })),
    },
    shownHash: Buffer.from(row.shownHash).toString('hex'),
    worldAt: row.worldAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
  };
}

import type { QueueRow } from '../../server/decisions/disruptions/schema.ts';

export type Waiting = QueueRow & { proposal: NonNullable<QueueRow['proposal']> };

const isWaiting = (row: QueueRow): row is Waiting => row.proposal !== null && row.stage === 'waiting-for-people';

/**
 * seatsFor splits the proposals that wait for people into those this person can release and those that wait for
 * somebody else, each in the order of the queue: the highest rank first.
 */
export function seatsFor(rows: readonly QueueRow[]): { mine: Waiting[]; others: Waiting[] } {
  const waiting = rows.filter(isWaiting).sort((a, b) => b.rank - a.rank);
  return {
    mine: waiting.filter((row) => row.proposal.mayApprove?.allowed !== false),
    others: waiting.filter((row) => row.proposal.mayApprove?.allowed === false),
  };
}

import type { Tx } from '../../db/transaction.ts';

/** Actions that were dispatched and whose effects stand or may stand. */
const CARRIED_OUT = ['running', 'done', 'compensating', 'needs_person'];

/** An action that was carried out for a case. */
export type Carried = { decisionId: string; actionId: string; title: string };
/** An approval of a proposal that is still open. */
export type Seated = { proposalId: string; userId: string };

/** What hangs on the facts of some cases: approvals of proposals still open, and actions that carry the lines concerned. */
export async function findStanding(
  tx: Tx,
  cases: readonly { id: string; lines: readonly string[] }[],
): Promise<{ seats: Map<string, Seated[]>; carried: Map<string, Carried[]> }> {
  const ids = cases.map(({ id }) => id);
  const waiting = await tx.proposal.findMany({
    where: { disruptionId: { in: ids }, state: 'open' },
    select: {
      id: true,
      disruptionId: true,
      seats: { select: { userId: true }, orderBy: { at: 'asc' } },
    },
  });
  const actions = await tx.action.findMany({
    where: { disruptionId: { in: ids }, state: { in: CARRIED_OUT } },
    select: { id: true, decisionId: true, disruptionId: true, title: true, input: true },
    orderBy: { createdAt: 'asc' },
  });
  const seats = new Map<string, Seated[]>();
  for (const { id, disruptionId, seats: taken } of waiting) {
    const theirs = taken.map((seat) => ({ proposalId: id, ...seat }));
    if (theirs.length) seats.set(disruptionId, [...(seats.get(disruptionId) ?? []), ...theirs]);
  }
  const carried = new Map<string, Carried[]>();
  for (const { id, decisionId, disruptionId, title, input } of actions) {
    const concerned = cases.find((one) => one.id === disruptionId)?.lines ?? [];
    if (!carries(input, concerned)) continue;
    carried.set(disruptionId, [...(carried.get(disruptionId) ?? []), { decisionId, actionId: id, title }]);
  }
  return { seats, carried };
}

/** Whether an action moved one of the lines; one that names no lines stands for its whole case. */
function carries(input: unknown, lines: readonly string[]): boolean {
  const moved = (input as { lines?: { lineNumber: string }[] } | null)?.lines;
  if (!moved || !lines.length) return true;
  // A line's key is its source, a bar and its number, and a source holds no bar.
  const numbers = new Set(lines.map((key) => key.slice(key.indexOf('|') + 1)));
  return moved.some(({ lineNumber }) => numbers.has(lineNumber));
}

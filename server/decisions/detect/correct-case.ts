import { type ClosedReason, closingReason, isOverdue, type Member } from './rules.ts';

/** What became of a case when the facts of some of its lines were corrected. */
export type Correction = {
  state: 'open' | 'closed';
  /** Why it is closed; null while it is open. */
  reason: ClosedReason | null;
  /** Lines that leave the case because they are not overdue any more: they may be raised again later, in another. */
  released: string[];
  /** Those of them that travel with another shipment now. */
  moved: string[];
};

/**
 * Where a case stands once the facts of its lines are corrected. A line with nothing delivered and due later leaves it; with
 * a line still undelivered it is open, opened again where it had closed; with none left its cause is gone.
 * @param members lines of the case as they stand now; one that nothing speaks of any more is not among them.
 * @param corrected keys of the lines that were folded again: no other line changes its place.
 * @param taken whether another case of the same key is open: then this one stays closed and leaves its undelivered lines to it.
 * @param moved keys of lines that travel with another shipment now: they belong to its case.
 * @param worldAt world time of the stream.
 */
export function correctCase(
  before: { state: string; closedReason: string | null },
  members: readonly Member[],
  corrected: ReadonlySet<string>,
  { taken, worldAt, moved }: { taken: boolean; worldAt: Date; moved: ReadonlySet<string> },
): Correction {
  const leaves = (line: Member): boolean =>
    corrected.has(line.key) && line.deliveredAt === null && (taken || moved.has(line.key) || !isOverdue(line, worldAt));
  const released = members.filter(leaves).map(({ key }) => key);
  const gone = { released, moved: released.filter((key) => moved.has(key)) };
  const kept = members.filter((line) => !leaves(line));
  if (kept.some((line) => line.deliveredAt === null) && !taken) return { state: 'open', reason: null, ...gone };
  const byCorrection = before.state === 'open' || before.closedReason === 'corrected' || kept.length === 0;
  return { state: 'closed', reason: byCorrection ? 'corrected' : closingReason(kept), ...gone };
}

import { QUEUE_ROWS } from '../../server/decisions/disruptions/constants.ts';
import type { QueueOrder, QueueRow } from '../../server/decisions/disruptions/schema.ts';
import type { Change } from '../live/invalidation.ts';

/** As the server sorts: highest rank first, and of the same rank by id. */
const byRank = (a: QueueRow, b: QueueRow): number => b.rank - a.rank || (a.id < b.id ? -1 : 1);

/** The rows of a view after some were asked for by name: those that were found take their place, those that were not have left. */
export function mergeRows(
  rows: readonly QueueRow[],
  { asked, found }: { asked: ReadonlySet<string>; found: readonly QueueRow[] },
): QueueRow[] {
  return [...rows.filter(({ id }) => !asked.has(id)), ...found].sort(byRank).slice(0, QUEUE_ROWS);
}

/** The rows of a view in a newer order, without those that are no longer in it; and the ids in it that no row is known of. */
export function orderRows(rows: readonly QueueRow[], order: QueueOrder): { rows: QueueRow[]; unknown: string[] } {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const unknown: string[] = [];
  const ordered = order.flatMap(([id, rank]) => {
    const row = byId.get(id);
    if (!row) unknown.push(id);
    return row ? [row.rank === rank ? row : { ...row, rank }] : [];
  });
  return { rows: ordered, unknown };
}

/** The cases that a change speaks of: frames name a thing first and then its case, those of cases nothing but cases. */
export function casesOf({ area, ids }: Change): readonly string[] {
  if (area === 'disruptions') return ids;
  return area === 'proposals' || area === 'decisions' || area === 'actions' ? ids.slice(1, 2) : [];
}

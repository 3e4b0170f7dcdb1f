import type { QueueRow } from '../../server/decisions/disruptions/schema.ts';

/** A row as it stands on the screen. `gone`: it has left this view since and waits, greyed, to be taken away. */
export type ShownRow = { row: QueueRow; gone: boolean };

export const freshRows = (incoming: readonly QueueRow[]): ShownRow[] => incoming.map((row) => ({ row, gone: false }));

/**
 * What stands on the screen after new facts, while somebody looks: every row keeps its place and takes its new figures;
 * a row that left stays where it is, greyed; new ones wait.
 */
export function holdRows(shown: readonly ShownRow[], incoming: readonly QueueRow[]): ShownRow[] {
  const byId = new Map(incoming.map((row) => [row.id, row]));
  return shown.map(({ row }) => {
    const now = byId.get(row.id);
    return now ? { row: now, gone: false } : { row, gone: true };
  });
}

/** How many rows would appear, leave or change their place if the new order were taken. */
export function countChanges(shown: readonly ShownRow[], incoming: readonly QueueRow[]): number {
  const places = new Map(incoming.map((row, place) => [row.id, place]));
  const kept = shown.flatMap(({ row }) => places.get(row.id) ?? []);
  const came = incoming.length - kept.length;
  const left = shown.length - kept.length;
  return came + left + (kept.length - longestRising(kept));
}

/** Length of the longest rising subsequence: the rows that need not move. Patience sorting, n log n. */
function longestRising(places: readonly number[]): number {
  const tops: number[] = [];
  for (const place of places) {
    let low = 0;
    let high = tops.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tops[middle] ?? Number.POSITIVE_INFINITY) < place) low = middle + 1;
      else high = middle;
    }
    tops[low] = place;
  }
  return tops.length;
}

/** What a person is doing with the list. */
export type Attention = { cursor: boolean; pointer: boolean; scrolled: boolean };

/** Rows may move by themselves only while nobody looks closely: no cursor, no pointer on the list, at its top. An empty list has nothing to hold. */
export const isHeld = ({ cursor, pointer, scrolled }: Attention, shown: number): boolean =>
  shown > 0 && (cursor || pointer || scrolled);

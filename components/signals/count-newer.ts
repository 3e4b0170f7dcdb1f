import type { SignalRow } from '../../server/events/signals/schema.ts';

/** How many signals of a page, newest first, came after the newest that is shown. */
export function countNewer(shown: readonly SignalRow[] | undefined, newest: readonly SignalRow[] | undefined): number {
  const top = shown?.[0]?.seq;
  if (!newest || top === undefined) return 0;
  const known = newest.findIndex(({ seq }) => BigInt(seq) <= BigInt(top));
  return known < 0 ? newest.length : known;
}

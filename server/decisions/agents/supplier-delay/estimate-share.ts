import { count, percent } from '../../../core/words.ts';
import type { DaysHistogram, LaneFactRow } from '../../../events/world/schema.ts';

/** One record a share is read from: of `n` cases, `over` went past the bound. */
export type Level = { words: string; n: number; over: number };
export type Share = { p: number; working: string; n: number };

/** Entries of a histogram by whole days, as numbers, rising. */
export const entriesOf = (histogram: DaysHistogram): [days: number, n: number][] =>
  Object.entries(histogram)
    .map(([days, n]): [number, number] => [Number(days), n])
    .sort((a, b) => a[0] - b[0]);

/** How many of the histogram lie at or past `days`. */
export const atLeast = (histogram: DaysHistogram, days: number): number =>
  entriesOf(histogram).reduce((sum, [d, n]) => (d >= days ? sum + n : sum), 0);

/** Several histograms as one. */
export function merge(histograms: DaysHistogram[]): DaysHistogram {
  const sum: DaysHistogram = {};
  for (const histogram of histograms)
    for (const [days, n] of Object.entries(histogram)) sum[days] = (sum[days] ?? 0) + n;
  return sum;
}

/** The day by which `share` of the histogram's part at or past `from` has come, or null when nothing lies there. */
export function quantile(histogram: DaysHistogram, share: number, from = 0): number | null {
  const entries = entriesOf(histogram).filter(([days]) => days >= from);
  const total = entries.reduce((sum, [, n]) => sum + n, 0);
  let seen = 0;
  for (const [days, n] of entries) {
    seen += n;
    if (seen >= share * total) return days;
  }
  return null;
}

/**
 * A share pulled towards wider records: each level, widest first, is (over + weight × what is wider) ÷ (n + weight).
 * Few cases therefore move the share little, and no case at all leaves the prior.
 * @param levels widest first; those without cases are skipped.
 * @param prior the share assumed before any record, named in the working.
 */
export function shrinkShare(levels: Level[], prior: number, weight: number): Share {
  let p = prior;
  let working = `no record yet, assumed ${percent(prior)}`;
  let wider = `an assumed ${percent(prior)}`;
  let last = 0;
  for (const { words, n, over } of levels) {
    if (n <= 0) continue;
    working = `(${count(over)} of ${count(n)}, ${words}, + ${weight} × ${wider}) ÷ (${count(n)} + ${weight})`;
    p = (over + weight * p) / (n + weight);
    wider = `${percent(p)} ${words}`;
    last = n;
  }
  return { p, working, n: last };
}

/** One lane's record with what to call it. */
export type NamedLane = { words: string; row: LaneFactRow };

/** The records of a lane by one mode, widest first: all lanes, all origins to the destination, the lane itself. */
export function laneLevels(lanes: LaneFactRow[], origin: string, destination: string, mode: string): NamedLane[] {
  const find = (from: string | null, to: string | null) =>
    lanes.find((row) => row.mode === mode && row.origin === from && row.destination === to);
  const named = (words: string, row: LaneFactRow | undefined): NamedLane[] => (row ? [{ words, row }] : []);
  return [
    ...named(`all lanes by ${mode}`, find(null, null)),
    ...named(`all origins → ${destination} by ${mode}`, find(null, destination)),
    ...named(`${origin} → ${destination} by ${mode}`, find(origin, destination)),
  ];
}

import {
  type Episode,
  foldReading,
  inOrder,
  isNext,
  isTooLate,
  keepBehind,
  NOTHING,
  type Reading,
  type Verdict,
  type Watched,
} from './fold-readings.ts';
import type { BandSetting } from './schema.ts';

/** What fresh readings made of a thing: excursions that ended and the one that lasts, and a verdict on each fresh reading. */
export type FoldedThing = {
  watched: Watched;
  closed: Episode[];
  verdicts: Verdict[];
  /** Whether earlier readings were taken again because fresh ones came in between. */
  again: boolean;
};

/**
 * Takes fresh readings into what is known of a thing. In order they cost nothing but themselves. One that comes late is put in
 * its place: everything since the older of the two earlier states is taken again, so any order of arrival within the reorder
 * time gives the same state. One that comes later than that changes nothing; one that is taken back is left out however old it is.
 * @param history all readings of the thing after an instant (ms of event time), the fresh ones among them; asked for when needed.
 * @param takenBackAt event time in ms of the earliest reading that was taken back; null when none was.
 */
export async function foldThing(
  watched: Watched,
  fresh: readonly Reading[],
  setting: BandSetting,
  history: (after: number | null) => Promise<Reading[]>,
  takenBackAt: number | null = null,
): Promise<FoldedThing> {
  const ordered = inOrder(fresh);
  const first = ordered[0];
  const again = takenBackAt !== null || (first !== undefined && !isNext(watched.now, first));
  if (!again) return foldOn(watched, ordered, setting, new Set(ordered.map(({ id }) => id)), []);
  const tooLate = ordered.filter((reading) => isTooLate(watched, reading));
  // The older state may rest on what was taken back.
  const older = takenBackAt !== null && takenBackAt <= (watched.older.last?.at ?? 0) ? NOTHING : watched.older;
  const after = await history(older.last?.at ?? null);
  const past = inOrder(after).filter((reading) => isNext(older, reading));
  const counted = new Set(ordered.filter((reading) => !tooLate.includes(reading)).map(({ id }) => id));
  const late = tooLate.map((): Verdict => 'late');
  return { ...foldOn({ now: older, older, newer: older }, past, setting, counted, late), again: true };
}

function foldOn(
  from: Watched,
  readings: readonly Reading[],
  setting: BandSetting,
  counted: ReadonlySet<string>,
  verdicts: Verdict[],
): FoldedThing {
  let watched = from;
  const closed: Episode[] = [];
  for (const reading of readings) {
    const folded = foldReading(watched.now, reading, setting);
    watched = keepBehind(watched, folded.state);
    if (folded.closed) closed.push(folded.closed);
    if (counted.has(reading.id)) verdicts.push(folded.verdict);
  }
  return { watched, closed, verdicts, again: false };
}

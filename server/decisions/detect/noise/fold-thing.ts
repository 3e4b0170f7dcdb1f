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
import { foldSilence } from './fold-silence.ts';
import type { BandSetting } from './schema.ts';

/** What fresh readings made of a thing: excursions that ended and the one that lasts, and a verdict on each fresh reading. */
export type FoldedThing = {
  watched: Watched;
  closed: Episode[];
  verdicts: Verdict[];
  /** Whether earlier readings were taken again because fresh ones came in between. */
  again: boolean;
  /** How many excursions were raised. */
  opened: number;
};

/**
 * Takes fresh readings into what is known of a thing. In order they cost nothing but themselves. One that comes late is put in
 * its place: everything since the older of the two earlier states is taken again, so any order of arrival within the reorder
 * time gives the same state. One that comes later than that changes nothing; one that is taken back is left out however old it is.
 * @param history all readings of the thing after an instant (ms of event time), the fresh ones among them; asked for when needed.
 * @param takenBackAt event time in ms of the earliest reading that was taken back; null when none was.
 * @param reached to where world time has come (ms): what silence had raised is not forgotten over a reading that comes late.
 */
export async function foldThing(
  watched: Watched,
  fresh: readonly Reading[],
  setting: BandSetting,
  history: (after: number | null) => Promise<Reading[]>,
  takenBackAt: number | null = null,
  reached = 0,
): Promise<FoldedThing> {
  const ordered = inOrder(fresh);
  const first = ordered[0];
  const silence = watched.now.open?.raisedBy === 'silence' ? watched.now.open.openedAt : null;
  // Late is also what falls into a silence that the clock has found.
  const isLate = (reading: Reading) => !isNext(watched.now, reading) || (silence !== null && reading.at < silence);
  const again = takenBackAt !== null || (first !== undefined && isLate(first));
  if (!again) return foldOn(watched, ordered, setting, new Set(ordered.map(({ id }) => id)), []);
  const tooLate = ordered.filter((reading) => isTooLate(watched, reading));
  // The older state may rest on what was taken back.
  const older = takenBackAt !== null && takenBackAt <= (watched.older.last?.at ?? 0) ? NOTHING : watched.older;
  const after = await history(older.last?.at ?? null);
  const past = inOrder(after).filter((reading) => isNext(older, reading));
  const counted = new Set(ordered.filter((reading) => !tooLate.includes(reading)).map(({ id }) => id));
  const late = tooLate.map((): Verdict => 'late');
  const folded = foldOn({ now: older, older, newer: older }, past, setting, counted, late);
  const { now } = folded.watched;
  const heard = silence === null ? now : foldSilence(now, Math.max(silence, reached), setting);
  return { ...folded, watched: { ...folded.watched, now: heard }, again: true };
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
  let opened = 0;
  for (const reading of readings) {
    const folded = foldReading(watched.now, reading, setting);
    watched = keepBehind(watched, folded.state);
    if (folded.closed) closed.push(folded.closed);
    if (folded.opened) opened += 1;
    if (counted.has(reading.id)) verdicts.push(folded.verdict);
  }
  return { watched, closed, verdicts, again: false, opened };
}

import { canonicalHash } from '../../../core/canonical.ts';
import { KEEP_EVERY } from './constants.ts';
import {
  type Episode,
  foldReading,
  inOrder,
  isNext,
  isTooLate,
  keepBehind,
  NOTHING,
  precedes,
  type Reading,
  type ThingState,
  type Verdict,
  type Watched,
} from './fold-readings.ts';
import { foldSilence } from './fold-silence.ts';
import type { BandSetting } from './schema.ts';

/** What a thing has behind it. */
export type Past = {
  /** Its readings from an instant on (ms of event time; null for all), oldest first, in pages that split no instant. */
  readings(from: number | null): AsyncIterable<readonly Reading[]>;
  /** The newest state that was kept of before an instant; null when none was. */
  keptBefore(at: number): Promise<ThingState | null>;
  /** The states that were kept from an instant on, oldest first. */
  kept(from: number | null): AsyncIterable<ThingState>;
};

type Point = { at: number; id: string };

/** From after a point, null for the first, up to and without another, null for the last. */
type Stretch = { after: Point | null; until: Point | null };

/** States to keep, and stretches in which those that were kept before no longer hold. */
export type Kept = { add: ThingState[]; drop: Stretch[] };

/** What fresh readings made of a thing: excursions that ended and the one that lasts, and a verdict on each fresh reading. */
export type FoldedThing = {
  watched: Watched;
  closed: Episode[];
  verdicts: Verdict[];
  /** Whether earlier readings were taken again because fresh ones came in between. */
  again: boolean;
  /** How many excursions were raised. */
  opened: number;
  kept: Kept;
};

type Folding = {
  setting: BandSetting;
  past: Past;
  /** Event time in ms of the earliest reading that was taken back; null when none was. */
  takenBackAt?: number | null;
  /** Whether what is known cannot be read, so that it is worked out from the newest state kept, or from all readings. */
  unreadable?: boolean;
  /** To where world time has come (ms): what silence had raised is not forgotten over a reading that comes late. */
  reached?: number;
  /** A state is kept after so many readings. */
  keepEvery?: number;
};

/**
 * Takes fresh readings into what is known of a thing. In order they cost nothing but themselves. One that comes late is put in
 * its place: everything since the older of the two earlier states is taken again, so any order of arrival within the reorder
 * time gives the same state. One that comes later than that changes nothing; one that is taken back is left out however old it is:
 * readings are taken again from the state kept before it, until what comes out is what was kept, for from there on nothing differs.
 * Docs: docs/decisions/0018-what-may-hold-the-database.md
 */
export async function foldThing(watched: Watched, fresh: readonly Reading[], folding: Folding): Promise<FoldedThing> {
  const { setting, past, takenBackAt = null, unreadable = false, reached = 0, keepEvery = KEEP_EVERY } = folding;
  const ordered = inOrder(fresh);
  const olderAt = watched.older.last?.at ?? 0;
  // The older state may rest on what was taken back.
  if (unreadable || (takenBackAt !== null && takenBackAt <= olderAt)) {
    const from = (await past.keptBefore(unreadable ? Number.POSITIVE_INFINITY : (takenBackAt ?? 0))) ?? NOTHING;
    const tooLate = unreadable ? [] : ordered.filter((reading) => isTooLate(watched, reading));
    const meet = unreadable ? null : (watched.older.last ?? null);
    const folded = await foldAgain(from, ordered, tooLate, { setting, past, keepEvery, meet });
    if (!folded.met) return withSilence(folded, watched, setting, reached);
    const rest = await foldThing(watched, fresh, { ...folding, takenBackAt: null });
    return {
      ...rest,
      closed: [...folded.closed, ...rest.closed],
      again: true,
      opened: folded.opened + rest.opened,
      kept: { add: [...folded.kept.add, ...rest.kept.add], drop: [...folded.kept.drop, ...rest.kept.drop] },
    };
  }
  const [first] = ordered;
  const silence = silenceOf(watched);
  // Late is also what falls into a silence that the clock has found.
  const isLate = (reading: Reading) => !isNext(watched.now, reading) || (silence !== null && reading.at < silence);
  if (takenBackAt === null && !(first !== undefined && isLate(first))) {
    const run = openRun(watched, { setting, counted: ordered, keepEvery });
    for (const reading of ordered) run.take(reading);
    return { ...run.result(), again: false, kept: { add: run.add, drop: [] } };
  }
  const tooLate = ordered.filter((reading) => isTooLate(watched, reading));
  const folded = await foldAgain(watched.older, ordered, tooLate, { setting, past, keepEvery, meet: null });
  return withSilence(folded, watched, setting, reached);
}

const silenceOf = ({ now: { open } }: Watched): number | null => (open?.raisedBy === 'silence' ? open.openedAt : null);

/** What silence had raised stays raised after readings were taken again. */
function withSilence(folded: FoldedThing, before: Watched, setting: BandSetting, reached: number): FoldedThing {
  const silence = silenceOf(before);
  if (silence === null) return folded;
  const now = foldSilence(folded.watched.now, Math.max(silence, reached), setting);
  return { ...folded, watched: { ...folded.watched, now } };
}

/** Follows readings one by one from a state. */
function openRun(
  from: Watched,
  { setting, counted, keepEvery }: { setting: BandSetting; counted: readonly Reading[]; keepEvery: number },
) {
  const names = new Set(counted.map(({ id }) => id));
  const closed: Episode[] = [];
  const verdicts: Verdict[] = [];
  const add: ThingState[] = [];
  let watched = from;
  let opened = 0;
  return {
    add,
    take: (reading: Reading): ThingState => {
      const folded = foldReading(watched.now, reading, setting);
      watched = keepBehind(watched, folded.state);
      if (folded.closed) closed.push(folded.closed);
      if (folded.opened) opened += 1;
      if (names.has(reading.id)) verdicts.push(folded.verdict);
      if (folded.state.n % keepEvery === 0) add.push(folded.state);
      return folded.state;
    },
    result: () => ({ watched, closed, verdicts, opened }),
  };
}

type Again = { setting: BandSetting; past: Past; keepEvery: number; meet: Point | null };

/**
 * Takes the readings that follow a state again.
 * @param meet up to this point it is held against the states that were kept: where it comes to the same, it ends (`met`).
 */
async function foldAgain(
  from: ThingState,
  fresh: readonly Reading[],
  tooLate: readonly Reading[],
  { setting, past, keepEvery, meet }: Again,
): Promise<FoldedThing & { met: boolean }> {
  const counted = fresh.filter((reading) => !tooLate.includes(reading));
  const run = openRun({ now: from, older: from, newer: from }, { setting, counted, keepEvery });
  const start = from.last;
  const marks = meet ? past.kept(start?.at ?? null)[Symbol.asyncIterator]() : null;
  const nextMark = async () => {
    const mark = marks ? await marks.next() : null;
    const state = mark && !mark.done ? mark.value : null;
    return state?.last && meet && !precedes(meet, state.last) ? state : null;
  };
  let mark = await nextMark();
  while (mark?.last && start && !precedes(start, mark.last)) mark = await nextMark();
  for await (const page of past.readings(start?.at ?? null)) {
    for (const reading of page) {
      if (!isNext(from, reading)) continue;
      // The reading that this one was kept after is gone.
      while (mark?.last && precedes(mark.last, reading)) mark = await nextMark();
      const state = run.take(reading);
      if (!mark?.last || mark.last.id !== reading.id) continue;
      if (isSame(mark, state)) {
        if (run.add.at(-1) === state) run.add.pop();
        const { closed, opened } = run.result();
        const kept = { add: run.add, drop: [{ after: start, until: mark.last }] };
        const nowhere: Watched = { now: mark, older: mark, newer: mark };
        return { watched: nowhere, closed, verdicts: [], again: true, opened, kept, met: true };
      }
      mark = await nextMark();
    }
  }
  const { verdicts, ...result } = run.result();
  const late = tooLate.map((): Verdict => 'late');
  const kept = { add: run.add, drop: [{ after: start, until: null }] };
  return { ...result, verdicts: [...late, ...verdicts], again: true, kept, met: false };
}

/** Whether all that follows a state follows another one too: they differ at most in how many readings came before. */
const isSame = (a: ThingState, b: ThingState): boolean =>
  canonicalHash({ ...a, n: 0 }).equals(canonicalHash({ ...b, n: 0 }));

/** A past of readings that are at hand, of which no state was kept. */
export const pastOf = (readings: readonly Reading[]): Past => ({
  readings: async function* (from) {
    yield inOrder(readings.filter(({ at }) => from === null || at >= from));
  },
  keptBefore: async () => null,
  kept: async function* () {},
});

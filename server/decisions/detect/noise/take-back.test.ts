import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WATCHED } from './constants.ts';
import { inOrder, precedes, type Reading, type ThingState, UNWATCHED, type Watched } from './fold-readings.ts';
import { foldSilence } from './fold-silence.ts';
import { foldThing, type Kept, type Past, pastOf } from './fold-thing.ts';
import type { BandSetting } from './schema.ts';

const setting = WATCHED[0]?.values as BandSetting;
const MINUTE = 60_000;
const KEEP = 4;
const reading = (minute: number, value: number, device = 'a'): Reading => ({
  at: minute * MINUTE,
  id: `${device}${minute}`,
  device,
  value,
  band: { low: 2, high: 8 },
});

/** A thing with its log and the states it keeps, as the store holds them, that counts how many readings it hands out. */
function openThing(keepEvery = KEEP) {
  let log: Reading[] = [];
  let kept: ThingState[] = [];
  let watched: Watched = UNWATCHED;
  let read = 0;
  const keep = ({ add, drop }: Kept) => {
    for (const { after, until } of drop)
      kept = kept.filter(
        ({ last }) => last && ((after && !precedes(after, last)) || (until && !precedes(last, until))),
      );
    kept = inStates([...kept.filter((one) => !add.some(({ last }) => last?.id === one.last?.id)), ...add]);
  };
  const past: Past = {
    readings: async function* (from) {
      for (const one of inOrder(log.filter(({ at }) => from === null || at >= from))) {
        read += 1;
        yield [one];
      }
    },
    keptBefore: async (at) => kept.filter(({ last }) => last && last.at < at).at(-1) ?? null,
    kept: async function* (from) {
      yield* kept.filter(({ last }) => last && (from === null || last.at >= from));
    },
  };
  const fold = async (fresh: readonly Reading[], takenBackAt: number | null) => {
    const folded = await foldThing(watched, fresh, { setting, past, takenBackAt, keepEvery });
    watched = folded.watched;
    keep(folded.kept);
    return folded;
  };
  return {
    arrive: (fresh: readonly Reading[]) => {
      log.push(...fresh);
      return fold(fresh, null);
    },
    takeBack: (gone: Reading, fresh: readonly Reading[] = []) => {
      log = [...log.filter(({ id }) => id !== gone.id), ...fresh];
      return fold(fresh, gone.at);
    },
    /** How many readings were handed out since the last time this was asked. */
    read: () => {
      const since = read;
      read = 0;
      return since;
    },
    now: () => settled(watched.now),
    kept: () => kept,
    log: () => log,
  };
}
/** As it stands when nothing more is heard of it: what silence has raised once, it raises again. */
const settled = (state: ThingState) => ({ ...foldSilence(state, Number.MAX_SAFE_INTEGER, setting), n: 0 });
const inStates = (states: ThingState[]): ThingState[] =>
  states.sort((a, b) => (a.last && b.last && precedes(a.last, b.last) ? -1 : 1));

/** What a life comes to that is followed from its first reading. */
const straight = async (readings: readonly Reading[]) => {
  const folded = await foldThing(UNWATCHED, readings, { setting, past: pastOf(readings) });
  return settled(folded.watched.now);
};

describe('a reading that is taken back', () => {
  const life = fc
    .uniqueArray(fc.integer({ min: 0, max: 400 }), { minLength: 2, maxLength: 90 })
    .chain((steps) =>
      fc
        .array(fc.constantFrom(5, 5, 7.8, 9, 11), { minLength: steps.length, maxLength: steps.length })
        .map((values) => inOrder(steps.map((step, n) => reading(step * 10, values[n] ?? 5, n % 4 ? 'a' : 'b')))),
    );

  test('is left out however old it is, as if it had never come, whatever was kept on the way', async () => {
    await fc.assert(
      fc.asyncProperty(
        life,
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        fc.boolean(),
        async (readings, chunk, picks, mixed) => {
          const thing = openThing();
          for (let n = 0; n < readings.length; n += chunk) {
            const fresh = readings.slice(n, n + chunk);
            const span = (fresh.at(-1)?.at ?? 0) - (fresh[0]?.at ?? 0);
            // In any order within the reorder time.
            for (const one of mixed && span < 300 * MINUTE ? [...fresh].reverse() : fresh) await thing.arrive([one]);
          }
          expect(thing.now()).toEqual(await straight(thing.log()));
          for (const pick of picks) {
            const gone = thing.log()[pick % thing.log().length];
            if (!gone) break;
            await thing.takeBack(gone);
            if (thing.log().length) expect(thing.now()).toEqual(await straight(thing.log()));
            // What is kept is what a straight fold has there, or it would betray the next one.
            for (const state of thing.kept()) {
              const { last } = state;
              const until = thing.log().filter((one) => last && !precedes(last, one));
              expect(settled(state)).toEqual(await straight(until));
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test('costs the readings around it, and not all that came since', async () => {
    const thing = openThing(50);
    const long = Array.from({ length: 5_000 }, (_, n) => reading(n, 5 + (n % 7) / 10, n % 2 ? 'a' : 'b'));
    await thing.arrive(long);
    thing.read();
    for (const place of [0, 2_345, 4_000]) {
      const gone = long[place];
      if (gone) await thing.takeBack(gone);
      expect(thing.read()).toBeLessThanOrEqual(2 * 50 + 2);
      expect(thing.now()).toEqual(await straight(thing.log()));
    }
  });

  test('that had raised an excursion long ago takes it away, and fresh ones of the same batch count', async () => {
    const thing = openThing(20);
    const long = Array.from({ length: 2_000 }, (_, n) => reading(n, n >= 100 && n < 115 ? 11 : 5));
    await thing.arrive(long);
    thing.read();
    const fresh = [reading(2_000, 5), reading(2_001, 5)];
    const gone = long[105];
    if (!gone) throw new Error('no such reading');
    const folded = await thing.takeBack(gone, fresh);
    expect(folded.verdicts).toEqual(['deadband', 'deadband']);
    expect(folded.closed).toMatchObject([{ since: 100 * MINUTE, signals: expect.any(Number) }]);
    expect(thing.read()).toBeLessThan(200);
    expect(thing.now()).toEqual(await straight(thing.log()));
  });
});

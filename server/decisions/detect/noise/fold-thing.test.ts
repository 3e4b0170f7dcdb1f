import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WATCHED } from './constants.ts';
import { inOrder, type Reading, UNWATCHED, type Watched } from './fold-readings.ts';
import { foldSilence } from './fold-silence.ts';
import { foldGap, NO_GAP, shareApart } from './fold-stock.ts';
import { foldThing, pastOf } from './fold-thing.ts';
import { countVerdicts } from './queries.ts';
import type { BandSetting, ToleranceSetting } from './schema.ts';
import { addHeat, meanKinetic, NO_HEAT } from './weigh-heat.ts';

const setting = WATCHED[0]?.values as BandSetting;
const tolerance = WATCHED[1]?.values as ToleranceSetting;
const MINUTE = 60_000;
const reading = (minute: number, value: number, device = 'a'): Reading => ({
  at: minute * MINUTE,
  id: `${device}${minute}`,
  device,
  value,
  band: { low: 2, high: 8 },
});

/** Folds readings as they arrive, in chunks, with the log as history. */
async function arrive(readings: readonly Reading[], chunk: number, from: Watched = UNWATCHED) {
  let watched = from;
  const log: Reading[] = [];
  const verdicts: string[] = [];
  for (let n = 0; n < readings.length; n += chunk) {
    const fresh = readings.slice(n, n + chunk);
    log.push(...fresh);
    const folded = await foldThing(watched, fresh, { setting, past: pastOf(log) });
    watched = folded.watched;
    verdicts.push(...folded.verdicts);
  }
  return { watched, verdicts };
}

const someReadings = fc
  .uniqueArray(fc.integer({ min: 0, max: 5 * 60 }), { minLength: 1, maxLength: 80 })
  .chain((minutes) =>
    fc
      .array(fc.double({ min: 0, max: 12, noNaN: true }), { minLength: minutes.length, maxLength: minutes.length })
      .map((values) => minutes.map((minute, n) => reading(minute, values[n] ?? 5, n % 3 ? 'a' : 'b'))),
  );

describe('readings of one thing', () => {
  test('in any order of arrival and any batches come to one state, within the reorder time', async () => {
    await fc.assert(
      fc.asyncProperty(someReadings, fc.integer({ min: 1, max: 20 }), async (readings, chunk) => {
        const ordered = await arrive(inOrder(readings), readings.length);
        const mixed = await arrive(readings, chunk);
        expect(mixed.watched.now).toEqual(ordered.watched.now);
      }),
      { numRuns: 60 },
    );
  });

  test('with long silences between them come to one state too, and so when the clock has found a silence on the way', async () => {
    const sparse = fc
      .uniqueArray(fc.integer({ min: 0, max: 5 * 60 }), { minLength: 1, maxLength: 8 })
      .chain((minutes) =>
        fc
          .array(fc.constantFrom(5, 9, 11), { minLength: minutes.length, maxLength: minutes.length })
          .map((values) => minutes.map((minute, n) => reading(minute, values[n] ?? 5, n % 3 ? 'a' : 'b'))),
      );
    await fc.assert(
      fc.asyncProperty(sparse, fc.integer({ min: 0, max: 7 }), async (readings, split) => {
        const end = 7 * 60 * MINUTE;
        const settle = (watched: Watched): Watched => ({ ...watched, now: foldSilence(watched.now, end, setting) });
        const ordered = settle((await arrive(inOrder(readings), readings.length)).watched);
        const some = await arrive(readings.slice(0, split), 2);
        let watched = settle(some.watched);
        const log = readings.slice(0, split);
        for (const one of readings.slice(split)) {
          log.push(one);
          watched = (await foldThing(watched, [one], { setting, past: pastOf(log) })).watched;
        }
        expect(settle(watched).now).toEqual(ordered.now);
      }),
      { numRuns: 300 },
    );
  });

  test('each get one verdict, and the verdicts add up', async () => {
    await fc.assert(
      fc.asyncProperty(someReadings, fc.integer({ min: 1, max: 20 }), async (readings, chunk) => {
        const { verdicts } = await arrive(readings, chunk);
        expect(verdicts).toHaveLength(readings.length);
        const { seen, ...rest } = countVerdicts(verdicts as Parameters<typeof countVerdicts>[0]);
        expect(Object.values(rest).reduce((a, b) => a + b, 0)).toBe(seen);
      }),
      { numRuns: 40 },
    );
  });

  test('that come later than the reorder time change nothing and are counted as late', async () => {
    const days = Array.from({ length: 40 }, (_, n) => reading(n * 60, 5));
    const { watched } = await arrive(days, 1);
    const folded = await foldThing(watched, [reading(30, 11)], { setting, past: pastOf([...days, reading(30, 11)]) });
    expect(folded.verdicts).toEqual(['late']);
    expect(folded.watched.now).toEqual(watched.now);
  });

  test('a wide flapping that never holds raises nothing', async () => {
    const flapping = Array.from({ length: 600 }, (_, n) => reading(n / 10, n % 2 ? 12 : 5));
    const { watched, verdicts } = await arrive(flapping, 100);
    expect(watched.now.open).toBeNull();
    expect(countVerdicts(verdicts as Parameters<typeof countVerdicts>[0])).toMatchObject({ raised: 0, debounced: 300 });
  });
});

describe('mean kinetic temperature', () => {
  const steady = (celsius: number, minutes: number) => addHeat(NO_HEAT, celsius, minutes);
  test('of one temperature is that temperature', () => {
    expect(meanKinetic(steady(25, 30))).toBeCloseTo(25, 1);
    expect(meanKinetic(NO_HEAT)).toBeNull();
  });

  test('of 20 and 30 °C in equal times lies above their mean: 26.26 °C with ΔH 83.144 kJ/mol', () => {
    expect(meanKinetic(addHeat(steady(20, 30), 30, 30))).toBeCloseTo(26.26, 1);
  });

  test('never lies outside the temperatures there were, nor below their mean', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -40, max: 60, noNaN: true }), { minLength: 1, maxLength: 30 }), (list) => {
        const mean = meanKinetic(list.reduce((heat, celsius) => addHeat(heat, celsius, 10), NO_HEAT)) ?? 0;
        expect(mean).toBeLessThanOrEqual(Math.max(...list) + 0.01);
        expect(mean).toBeGreaterThanOrEqual(list.reduce((a, b) => a + b, 0) / list.length - 0.01);
      }),
    );
  });

  test('a silence of a day counts as an hour', () => {
    expect(addHeat(NO_HEAT, 10, 1_440)).toEqual(addHeat(NO_HEAT, 10, 60));
  });
});

describe('two figures of a stock', () => {
  test.each([
    [100, 100, 0],
    [100, 90, 10],
    [0, 5, 100],
    [0, 0, 0],
    [-10, 10, 200],
  ])('ledger %d, counted %d', (ledger, counted, apart) => expect(shareApart(ledger, counted)).toBe(apart));

  test.each([
    ['within the share', { shareApart: 2, valueUsd: 9_000 }, 'quiet'],
    ['within the money', { shareApart: 50, valueUsd: 250 }, 'quiet'],
    ['beyond both', { shareApart: 2.1, valueUsd: 251 }, 'raised'],
    ['beyond the share, of a value nobody knows', { shareApart: 3, valueUsd: null }, 'raised'],
  ])('%s', (_name, gap, verdict) => expect(foldGap(NO_GAP, { at: 1, ...gap }, tolerance).verdict).toBe(verdict));

  test('agree again only past the hysteresis', () => {
    const raised = foldGap(NO_GAP, { at: 1, shareApart: 5, valueUsd: 900 }, tolerance).state;
    expect(foldGap(raised, { at: 2, shareApart: 1, valueUsd: 900 }, tolerance)).toMatchObject({ left: false });
    expect(foldGap(raised, { at: 2, shareApart: 0.5, valueUsd: 900 }, tolerance)).toMatchObject({ left: true });
  });

  test('must be apart for as long as is set', () => {
    const slow = { ...tolerance, holdMinutes: 30 };
    const first = foldGap(NO_GAP, { at: MINUTE, shareApart: 5, valueUsd: 900 }, slow);
    expect(first.verdict).toBe('debounced');
    expect(foldGap(first.state, { at: 31 * MINUTE, shareApart: 5, valueUsd: 900 }, slow).verdict).toBe('raised');
  });
});

import { describe, expect, test } from 'vitest';
import { beyond, hasHeld, holdOn, isNoChange, isOutside, isSameCause, type Streak } from './rules.ts';

const COLD = { low: 2, high: 8 };

describe('deadband', () => {
  test.each([
    ['the first figure is a change', null, 5, 0.5, false],
    ['less than the width is none', 5, 5.4, 0.5, true],
    ['downwards too', 5, 4.6, 0.5, true],
    ['the width itself is one', 5, 5.5, 0.5, false],
    ['without width all is', 5, 5, 0, false],
  ])('%s', (_name, before, value, width, none) => expect(isNoChange(before, value, width)).toBe(none));
});

describe('how far outside', () => {
  test.each([
    [5, COLD, 0],
    [8, COLD, 0],
    [8.5, COLD, 0.5],
    [0.5, COLD, 1.5],
    [30, { low: null, high: null }, 0],
    [-30, { low: null, high: 8 }, 0],
  ])('%d', (value, band, far) => expect(beyond(band, value)).toBeCloseTo(far));
});

describe('hysteresis', () => {
  test.each([
    ['inside stays inside on the bound', false, 8, false],
    ['enters past the bound', false, 8.01, true],
    ['stays outside on the bound', true, 8, true],
    ['stays outside within the margin', true, 7.6, true],
    ['leaves past the margin', true, 7.5, false],
    ['enters below', false, 1.9, true],
    ['stays outside within the lower margin', true, 2.4, true],
    ['leaves past the lower margin', true, 2.5, false],
  ])('%s', (_name, was, value, outside) => expect(isOutside(was, COLD, value, 0.5)).toBe(outside));

  test('a margin wider than half the band still ends in its middle', () => {
    expect(isOutside(true, COLD, 5, 40)).toBe(false);
    expect(isOutside(true, COLD, 5.1, 40)).toBe(true);
  });
});

describe('debounce', () => {
  const minute = 60_000;
  test('grows while it holds, and breaks at once', () => {
    const one = holdOn(null, true, 0);
    expect(one).toEqual({ since: 0, readings: 1 });
    expect(holdOn(one, true, minute)).toEqual({ since: 0, readings: 2 });
    expect(holdOn(one, false, minute)).toBeNull();
  });

  test.each<[string, Streak | null, number, boolean]>([
    ['nothing holds', null, 0, false],
    ['long enough, too few readings', { since: 0, readings: 2 }, 10 * minute, false],
    ['enough readings, too short', { since: 0, readings: 9 }, 9 * minute, false],
    ['both', { since: 0, readings: 3 }, 10 * minute, true],
  ])('%s', (_name, streak, at, held) => expect(hasHeld(streak, at, { minutes: 10, readings: 3 })).toBe(held));
});

describe('correlation', () => {
  test.each([
    ['within the window', 60, true],
    ['at its end', 1_800, true],
    ['past it', 1_801, false],
  ])('%s', (_name, seconds, same) => expect(isSameCause(0, seconds * 1_000, 30)).toBe(same));
});

import { describe, expect, it } from 'vitest';
import { WINDOW_MINUTES } from './constants.ts';
import {
  alertWords,
  burnRate,
  freshnessLeft,
  heardBy,
  isWithin,
  judgeBurns,
  qualityLeft,
  strictestShare,
} from './rules.ts';

const at = (text: string) => new Date(`2026-11-22T${text}Z`);
const MIN = 60_000;

describe('a minute', () => {
  it.each<[string, Parameters<typeof isWithin>[0], Parameters<typeof isWithin>[1], boolean | null]>([
    [
      'with a signal at its bound',
      { end: at('12:01:00'), heardAt: at('12:00:00'), accepted: 0, lagMs: 0 },
      { freshnessMs: MIN, latencyMs: null },
      true,
    ],
    [
      'with a signal a moment too old',
      { end: at('12:01:00'), heardAt: at('11:59:59.999'), accepted: 0, lagMs: 0 },
      { freshnessMs: MIN, latencyMs: null },
      false,
    ],
    [
      'before the first signal',
      { end: at('12:01:00'), heardAt: null, accepted: 0, lagMs: 0 },
      { freshnessMs: MIN, latencyMs: null },
      null,
    ],
    [
      'of which nothing is agreed',
      { end: at('12:01:00'), heardAt: at('09:00:00'), accepted: 0, lagMs: 0 },
      { freshnessMs: null, latencyMs: null },
      null,
    ],
    [
      'whose signals took too long',
      { end: at('12:01:00'), heardAt: at('12:00:59'), accepted: 2, lagMs: 2_002 },
      { freshnessMs: MIN, latencyMs: 1_000 },
      false,
    ],
    [
      'whose signals took as long as they may',
      { end: at('12:01:00'), heardAt: at('12:00:59'), accepted: 2, lagMs: 2_000 },
      { freshnessMs: null, latencyMs: 1_000 },
      true,
    ],
    [
      'without signals, where only lag is agreed',
      { end: at('12:01:00'), heardAt: at('09:00:00'), accepted: 0, lagMs: 0 },
      { freshnessMs: null, latencyMs: 1_000 },
      true,
    ],
  ])('%s', (_name, facts, terms, within) => expect(isWithin(facts, terms)).toBe(within));

  it.each<[string, Date | null, Date | null, Date | null]>([
    ['the newest, when it came in time', at('12:00:30'), null, at('12:00:30')],
    ['the last minute that had one, when the newest came later', at('12:01:10'), at('11:58:00'), at('11:59:00')],
    ['nothing, when the first came later', at('12:01:10'), null, null],
  ])('counts from %s', (_name, newest, lastMinute, heard) => {
    expect(heardBy(at('12:01:00'), newest, lastMinute)).toEqual(heard);
  });
});

describe('a budget', () => {
  it.each([
    ['untouched', 0, 0.99, 1],
    ['half spent', 216, 0.99, 0.5],
    ['spent', 432, 0.99, 0],
    ['overspent', 864, 0.99, -1],
    ['that allows nothing, untouched', 0, 1, 1],
    ['that allows nothing, spent by one minute', 1, 1, -9],
  ])('%s', (_name, outside, objective, left) => expect(freshnessLeft(outside, objective)).toBeCloseTo(left));

  it('is spent by the last minute it holds, and by none before', () => {
    expect(freshnessLeft(432, 0.99)).toBe(0);
    expect(freshnessLeft(431, 0.99)).toBeGreaterThan(0);
  });

  it('is spent by a burn rate of 1 in exactly 30 days', () => {
    expect(burnRate(WINDOW_MINUTES * 0.01, WINDOW_MINUTES, 0.99)).toBeCloseTo(1);
    expect(burnRate(1, 60, 1)).toBe(Number.POSITIVE_INFINITY);
    expect(burnRate(0, 60, 1)).toBe(0);
  });

  it.each<[string, number, number, number | null, number | null]>([
    ['of nothing agreed', 5, 1_000, null, null],
    ['of too few signals', 50, 99, 0.01, null],
    ['half spent', 5, 1_000, 0.01, 0.5],
    ['spent', 10, 1_000, 0.01, 0],
    ['that allows none', 1, 1_000, 0, -9],
    ['that allows none, and none came', 0, 1_000, 0, 1],
  ])('of bad signals %s', (_name, bad, sent, share, left) => {
    const result = qualityLeft(bad, sent, share);
    if (left === null) expect(result).toBeNull();
    else expect(result).toBeCloseTo(left);
  });

  it('of a source is that of its strictest contract', () => {
    const terms = (badShare: number | null) => ({
      freshnessMs: null,
      latencyMs: null,
      signalsPerHour: null,
      objective: 0.99,
      badShare,
    });
    expect(strictestShare([terms(null), terms(0.05), terms(0.01)])).toBe(0.01);
    expect(strictestShare([terms(null)])).toBeNull();
  });
});

// With 99 % a minute out of bound is 1.67 times the rate of an hour: 14.4 times needs 8.64 minutes of 60 and 0.72 of 5.
describe('burn rates at 99 %', () => {
  it.each<[string, Record<number, number>, string[]]>([
    ['nothing', {}, []],
    ['8 minutes of the hour', { 60: 8, 5: 5, 360: 8, 30: 8, 4320: 8 }, []],
    ['9 minutes of the hour, going on', { 60: 9, 5: 1, 360: 9, 30: 9, 4320: 9 }, ['fast']],
    ['9 minutes of the hour, over', { 60: 9, 5: 0, 360: 9, 30: 9, 4320: 9 }, []],
    ['22 minutes of six hours', { 60: 6, 5: 0, 360: 22, 30: 2, 4320: 22 }, ['slow']],
    ['22 minutes of six hours, over', { 60: 6, 5: 0, 360: 22, 30: 1, 4320: 22 }, []],
    ['44 minutes of three days', { 60: 0, 5: 0, 360: 4, 30: 0, 4320: 44 }, ['steady']],
    ['43 minutes of three days', { 60: 0, 5: 0, 360: 4, 30: 0, 4320: 43 }, []],
    ['hours on end', { 60: 60, 5: 5, 360: 360, 30: 30, 4320: 400 }, ['fast', 'slow', 'steady']],
  ])('%s', (_name, outside, kinds) => {
    expect(
      judgeBurns(outside, 0.99)
        .filter(({ burning }) => burning)
        .map(({ kind }) => kind),
    ).toEqual(kinds);
  });

  it('are said in words', () => {
    const [fast] = judgeBurns({ 60: 30, 5: 5 }, 0.99);
    expect(alertWords('ERP', 'stock.moved', 'fast', fast)).toBe(
      'ERP spends its error budget for stock.moved too fast for it to last 30 days: 50.0× over 1 h and 100.0× over 5 min.',
    );
    expect(alertWords('ERP', '*', 'spent')).toBe('ERP has spent its budget of bad signals of 30 days.');
  });
});

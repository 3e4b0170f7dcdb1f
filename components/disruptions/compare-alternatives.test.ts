import { describe, expect, it } from 'vitest';
import type { Alternative } from '../../server/decisions/proposals/schema.ts';
import {
  compareAlternatives,
  daysWords,
  inTimeDelta,
  inTimeWords,
  spreadWords,
  undoWords,
} from './compare-alternatives.ts';
import { anAlternative } from './testing.ts';

const arriving = (day: string) => ({
  expected: `${day}T00:00:00Z`,
  earliest: `${day}T00:00:00Z`,
  latest: `${day}T00:00:00Z`,
});

const wait = anAlternative({
  service: { linesInTime: 0, lines: 14, words: '' },
  key: 'wait',
  arrival: arriving('2009-05-30'),
  riskLeftUsd: 310_000,
});
const expedite = anAlternative({
  service: { linesInTime: 0, lines: 14, words: '' },
  key: 'expedite',
  costUsd: 18_900,
  arrival: arriving('2009-05-14'),
  riskLeftUsd: 96_000,
});
const split = anAlternative({
  service: { linesInTime: 0, lines: 14, words: '' },
  key: 'split',
  costUsd: 12_900,
  arrival: arriving('2009-05-23'),
  riskLeftUsd: 150_000,
});

describe('compareAlternatives', () => {
  const order = (by?: 'cost' | 'arrives' | 'risk') =>
    compareAlternatives([expedite, split, wait], 'expedite', by).map((row) => row.alternative.key);

  it.each([
    [undefined, ['wait', 'split', 'expedite']],
    ['arrives', ['wait', 'expedite', 'split']],
    ['risk', ['wait', 'expedite', 'split']],
  ] as const)('keeps do-nothing first when sorted by %s', (by, expected) => {
    expect(order(by)).toEqual(expected);
  });

  it('puts what cannot be chosen last and gives it no difference', () => {
    const rows = compareAlternatives([{ ...split, unavailable: 'No second supplier.' }, expedite, wait], 'expedite');
    expect(rows.map((row) => row.alternative.key)).toEqual(['wait', 'expedite', 'split']);
    expect(rows[2]?.difference).toBeNull();
  });

  it('measures each against the chosen one', () => {
    const rows = compareAlternatives([expedite, split, wait], 'expedite');
    expect(rows.find((row) => row.alternative.key === 'split')?.difference).toEqual({
      costUsd: -6_000,
      arrivalDays: 9,
      lines: 0,
      riskUsd: 54_000,
    });
    expect(rows.find((row) => row.chosen)?.difference).toBeNull();
  });

  it('says nothing of days when an arrival is not known', () => {
    const rows = compareAlternatives([expedite, { ...split, arrival: null }], 'expedite');
    expect(rows.find((row) => row.alternative.key === 'split')?.difference?.arrivalDays).toBeNull();
  });
});

describe('daysWords', () => {
  it.each([
    [9, '9 d later'],
    [-2, '2 d sooner'],
    [0, 'same day'],
  ])('%i', (days, words) => expect(daysWords(days)).toBe(words));
});

describe('spreadWords', () => {
  it.each([
    ['2009-05-12', '2009-05-16', '± 2 d'],
    ['2009-05-12', '2009-06-05', '−2 +22 d'],
    ['2009-05-14', '2009-05-14', null],
  ])('%s to %s', (earliest, latest, words) => {
    const arrival = {
      expected: '2009-05-14T00:00:00Z',
      earliest: `${earliest}T00:00:00Z`,
      latest: `${latest}T00:00:00Z`,
    };
    expect(spreadWords(arrival)).toBe(words);
  });
});

describe('undoWords', () => {
  const rows: [string, Alternative['reversible'], string][] = [
    ['nothing done', { kind: 'nothing-to-undo', untilHours: null, feeUsd: 0, words: '' }, 'nothing to undo'],
    ['for some hours', { kind: 'yes', untilHours: 12, feeUsd: 400, words: '' }, '12 h, $400 fee'],
    ['for some days', { kind: 'yes', untilHours: 96, feeUsd: 0, words: '' }, '4 d, no fee'],
    ['in part', { kind: 'partly', untilHours: 24, feeUsd: 0, words: '' }, 'in part: 24 h, no fee'],
    ['in part, without a window', { kind: 'partly', untilHours: null, feeUsd: 250, words: '' }, 'in part, $250 fee'],
    ['without a window', { kind: 'yes', untilHours: null, feeUsd: 0, words: '' }, 'yes, no fee'],
    ['never', { kind: 'no', untilHours: null, feeUsd: 0, words: '' }, 'cannot be undone'],
  ];
  it.each(rows)('%s', (_name, reversible, words) => expect(undoWords(reversible)).toBe(words));
});

describe('inTimeWords', () => {
  it.each([
    [11, 14, '11 of 14'],
    [3.4, 14, 'about 3 of 14'],
    [0.3, 1, '30 %'],
    [1, 1, '100 %'],
  ])('%d of %d', (linesInTime, lines, words) => expect(inTimeWords({ linesInTime, lines })).toBe(words));
});

describe('inTimeDelta', () => {
  it.each([
    [-5, 14, '−5'],
    [0.2, 14, null],
    [-0.7, 1, '−70 points'],
  ])('%d of %d', (difference, lines, words) => expect(inTimeDelta(difference, lines)).toBe(words));
});

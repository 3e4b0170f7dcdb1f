import { describe, expect, it } from 'vitest';
import {
  formatDuration,
  formatDurationLong,
  formatLag,
  formatMoney,
  formatTimeLeft,
  formatUtc,
  formatWorldTime,
  plural,
} from './format.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const at = (text: string) => new Date(text);

describe('formatMoney', () => {
  it.each([
    [310_400, {}, '$310,400'],
    [0, {}, '$0'],
    [-0.4, {}, '$0'],
    [-1_240, {}, '−$1,240'],
    [214_000, { signed: true }, '+$214,000'],
    [0, { signed: true }, '$0'],
    [4_213_000, { compact: true }, '$4.21 M'],
    [999_600, { compact: true }, '$1.00 M'],
    [18_900, { compact: true }, '$18.9 k'],
    [9_999, { compact: true }, '$9,999'],
    [310_400, { compact: true }, '$310 k'],
    [1_200_000_000, { compact: true }, '$1.20 B'],
  ])('%d %o is %s', (value, style, expected) => expect(plain(formatMoney(value, style))).toBe(expected));
});

describe('formatLag', () => {
  it.each([
    [400, '0.4 s'],
    [9_949, '9.9 s'],
    [90_000, '1 min'],
    [324 * 86_400_000, '324 d'],
  ])('%i ms is %s', (milliseconds, words) => expect(formatLag(milliseconds)).toBe(words.replace(' ', '\u00a0')));
});

describe('formatDuration', () => {
  it.each([
    [-5, '0 s', '0 s'],
    [40_000, '40 s', '40 s'],
    [250_000, '4 min', '4 min 10 s'],
    [20_400_000, '5 h', '5 h 40 min'],
    [108_000_000, '30 h', '1 d 6 h'],
    [172_800_000, '2 d', '2 d 0 h'],
    [777_600_000, '9 d', '9 d'],
  ])('%d ms is %s or %s', (span, short, long) => {
    expect(plain(formatDuration(span))).toBe(short);
    expect(plain(formatDurationLong(span))).toBe(long);
  });
});

describe('formatTimeLeft', () => {
  it.each([
    ['2009-03-14T16:20:00Z', '6 h left', 'soon'],
    ['2009-03-17T10:20:00Z', '3 d left', 'calm'],
    ['2009-03-14T10:20:00Z', '0 s left', 'soon'],
    ['2009-03-12T10:20:00Z', '2 d over', 'over'],
    ['2009-03-14T10:19:00Z', '1 min over', 'over'],
  ])('breach %s at 14 Mar 10:20 is %s', (breach, words, tone) => {
    const left = formatTimeLeft(at(breach), at('2009-03-14T10:20:00Z'));
    expect({ ...left, words: plain(left.words) }).toEqual({ words, tone });
  });
});

it('writes world time in UTC', () => {
  expect(formatWorldTime(at('2009-03-04T09:05:07Z'))).toBe('4 Mar 2009 09:05');
  expect(formatUtc(at('2009-03-04T09:05:07Z'))).toBe('4 Mar 2009 09:05:07 UTC');
});

it('counts things', () => {
  expect(plural(1, 'line')).toBe('1 line');
  expect(plural(6507, 'line')).toBe('6,507 lines');
});

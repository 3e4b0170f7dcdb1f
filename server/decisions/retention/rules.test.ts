import { expect, test } from 'vitest';
import { DEFAULTS } from './constants.ts';
import { cutoffsOf, monthsBefore } from './rules.ts';
import { retentionValuesSchema } from './schema.ts';

test.each([
  ['2026-11-30T10:20:30.400Z', 6, '2026-05-30T10:20:30.400Z'],
  ['2026-08-31T00:00:00.000Z', 6, '2026-02-28T00:00:00.000Z'],
  ['2028-08-31T23:59:59.999Z', 6, '2028-02-29T23:59:59.999Z'],
  ['2026-01-15T12:00:00.000Z', 24, '2024-01-15T12:00:00.000Z'],
  ['2026-01-31T12:00:00.000Z', 13, '2024-12-31T12:00:00.000Z'],
])('%s, %d months before: %s', (now, months, before) => {
  expect(monthsBefore(new Date(now), months).toISOString()).toBe(before);
});

test('each kind has its own instant', () => {
  const cutoffs = cutoffsOf(DEFAULTS, new Date('2026-11-30T12:00:00Z'));
  expect(Object.fromEntries(Object.entries(cutoffs).map(([kind, at]) => [kind, at.toISOString()]))).toEqual({
    feed: '2026-10-31T12:00:00.000Z',
    counts: '2025-10-26T12:00:00.000Z',
    notes: '2024-11-30T12:00:00.000Z',
  });
});

test.each([
  ['notes for five months', { noteMonths: 5 }],
  ['half a day of feed', { feedDays: 0.5 }],
  ['no feed at all', { feedDays: 0 }],
  ['counts for less than the screen shows', { countDays: 7 }],
  ['more than anybody means', { feedDays: 4_000 }],
])('%s is no setting', (_name, change) => {
  expect(retentionValuesSchema.safeParse({ ...DEFAULTS, ...change }).success).toBe(false);
});

import { expect, it } from 'vitest';
import { chooseShown } from './choose-shown.ts';

type Source = Parameters<typeof chooseShown>[0];
const standing = (type: string, change: Partial<Source['standings'][number]> = {}): Source['standings'][number] => ({
  type,
  lastAt: null,
  lastSource: null,
  lastSignal: null,
  perMinute: 0,
  replayedPerMinute: 0,
  timed: true,
  lagMs: null,
  within: null,
  measured: 0,
  outside: 0,
  freshness: null,
  budgetLeft: null,
  spentSince: null,
  ...change,
});
const at = '2026-11-22T12:00:00.000Z';
const alert = (type: string, closedAt: string | null) => ({
  id: type,
  type,
  kind: 'fast' as const,
  words: '',
  openedAt: at,
  closedAt,
});

it.each<[string, Source['standings'], Source['alerts'], string | null]>([
  ['nothing where nothing was heard', [standing('*', { budgetLeft: 0.2 })], [], null],
  ['the one that is sent most', [standing('a', { perMinute: 1 }), standing('b', { perMinute: 3 })], [], 'b'],
  [
    'another than the clock, which only says that time goes on',
    [standing('clock.advanced', { perMinute: 30 }), standing('b', { perMinute: 3 })],
    [],
    'b',
  ],
  ['the clock where there is nothing else', [standing('clock.advanced')], [], 'clock.advanced'],
  [
    'the one with the least budget left',
    [standing('a', { perMinute: 9 }), standing('b', { budgetLeft: 1 }), standing('c', { budgetLeft: 0.4 })],
    [],
    'c',
  ],
  [
    'the one with an open alert, not the one whose alert is over',
    [standing('a', { budgetLeft: 0.9 }), standing('b', { budgetLeft: 0.8 })],
    [alert('a', null), alert('b', at)],
    'a',
  ],
  ['the one that is spent', [standing('a', { budgetLeft: 0.1 }), standing('b', { spentSince: at })], [], 'b'],
  ['the one heard last, where none is sent now', [standing('a'), standing('b', { lastAt: at })], [], 'b'],
  ['the first by name, where all are alike', [standing('b'), standing('a')], [], 'a'],
])('shows %s', (_name, standings, alerts, type) => expect(chooseShown({ standings, alerts })).toBe(type));

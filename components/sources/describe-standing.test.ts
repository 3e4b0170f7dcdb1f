import { describe, expect, it } from 'vitest';
import type { SourceView } from '../../server/events/sources/schema.ts';
import {
  budgetOf,
  budgetWords,
  describeState,
  freshnessOf,
  lagOf,
  percentWords,
  REPLAYED,
  rateOf,
  rateWords,
  shareWords,
  whyNoLag,
  whyNotJudged,
} from './describe-standing.ts';

const standing = (change: Partial<SourceView['standings'][number]> = {}): SourceView['standings'][number] => ({
  type: 'stock.moved',
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
const source = (change: Partial<SourceView> = {}): SourceView => ({
  id: 's',
  name: 'ERP',
  system: 'ERP',
  region: 'global',
  active: true,
  mayReplay: false,
  standings: [],
  alerts: [],
  counts: { sent: 0, replayed: 0, accepted: 0, duplicates: 0, quarantined: 0, rejected: 0 },
  lastSignalAt: null,
  streams: [],
  ...change,
});
const at = '2026-11-22T12:00:00.000Z';
const alert = (closedAt: string | null) => ({
  id: 'a',
  type: 't',
  kind: 'fast' as const,
  words: '',
  openedAt: at,
  closedAt,
});

describe('a source', () => {
  it.each<[string, Partial<SourceView>]>([
    ['switched off', { active: false, standings: [standing({ spentSince: at })] }],
    ['budget spent', { standings: [standing({ spentSince: at })], alerts: [alert(null)] }],
    ['budget burning', { standings: [standing({ within: false })], alerts: [alert(null)] }],
    ['out of bound', { standings: [standing({ within: false })], alerts: [alert(at)] }],
    ['as agreed', { standings: [standing({ within: true })] }],
    ['sending', { lastSignalAt: at }],
    ['not heard yet', {}],
  ])('is %s', (words, change) => expect(describeState(source(change)).words).toBe(words));

  it('has figures over its types, and none where there is no data', () => {
    const busy = source({
      standings: [
        standing({ type: '*', budgetLeft: 0.5 }),
        standing({ perMinute: 3, lagMs: 1_000, measured: 60, outside: 3, budgetLeft: 0.9 }),
        standing({ perMinute: 9, replayedPerMinute: 8, lagMs: 5_000, measured: 40, outside: 0 }),
        standing({ perMinute: 2, replayedPerMinute: 2, timed: false }),
      ],
    });
    expect([rateOf(busy), lagOf(busy), freshnessOf(busy), budgetOf(busy)]).toEqual([14, 2_000, 0.97, 0.5]);
    expect([lagOf(source()), freshnessOf(source()), budgetOf(source())]).toEqual([null, null, null]);
  });

  it('says why a figure is not measured', () => {
    const replayed = [standing({ timed: false }), standing({ timed: false })];
    expect([whyNoLag([]), whyNotJudged([])]).toEqual(['Nothing has come yet.', 'Nothing has come yet.']);
    expect([whyNoLag(replayed), whyNotJudged(replayed)]).toEqual([REPLAYED, REPLAYED]);
    const mixed = [...replayed, standing()];
    expect(whyNoLag(mixed)).toMatch(/last five minutes/);
    expect(whyNotJudged(mixed)).toMatch(/No contract promises/);
    expect(whyNotJudged(mixed, false)).toMatch(/Its contract promises neither/);
    expect(whyNotJudged(mixed, true)).toMatch(/No whole minute/);
  });
});

it('says figures in words', () => {
  expect([rateWords(0), shareWords(0), shareWords(0.0004), shareWords(0.0042)]).toEqual([
    '0 a minute',
    '0 %',
    'under 0.1 %',
    '0.4 %',
  ]);
  expect([rateWords(1_709.6), rateWords(0.44), rateWords(12.4)]).toEqual([
    '1,710 a minute',
    '0.4 a minute',
    '12 a minute',
  ]);
  expect([percentWords(0.9999), percentWords(1), budgetWords(0.999), budgetWords(0), budgetWords(-3)]).toEqual([
    '99.9 %',
    '100 %',
    '99 % left',
    'spent',
    'spent',
  ]);
});

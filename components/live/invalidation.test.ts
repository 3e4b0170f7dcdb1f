import { describe, expect, it } from 'vitest';
import { FEED_AREAS, type FeedArea } from '../../server/realtime/frames.ts';
import { type Change, PACES, type Pace, staleQueries } from './invalidation.ts';

const key = (path: string, input?: object) => [path.split('.'), ...(input ? [{ input, type: 'query' }] : [])];
/** How soon a query is asked for anew, or null. */
const paceOf = (changes: Change[], query: readonly unknown[]): Pace | null => {
  const stale = staleQueries(changes);
  return (Object.keys(PACES) as Pace[]).find((pace) => stale.get(pace)?.has(query)) ?? null;
};
const change = (area: FeedArea, ...ids: string[]): Change => ({ area, ids });

describe('staleQueries', () => {
  it.each<[string, Change[], readonly unknown[], Pace | null]>([
    ['nothing changed', [], key('disruptions.card', { id: 'd1' }), null],
    ['a case that is named', [change('disruptions', 'd1')], key('disruptions.card', { id: 'd1' }), 'soon'],
    ['another case', [change('disruptions', 'd2')], key('disruptions.card', { id: 'd1' }), null],
    [
      'one of several cases',
      [change('disruptions', 'd2'), change('proposals', 'p1', 'd1')],
      key('disruptions.timeline', { id: 'd1' }),
      'soon',
    ],
    ['the sums of the queue', [change('disruptions', 'd2')], key('disruptions.totals'), 'calm'],
    [
      'lines of the queue, which are asked for by name',
      [change('disruptions', 'd2')],
      key('disruptions.queue', { filter: 'open' }),
      null,
    ],
    [
      'the queue when a policy is released',
      [change('policies', '3')],
      key('disruptions.queue', { filter: 'open' }),
      'soon',
    ],
    ['an action that is named', [change('actions', 'a1', 'd1', 'x1')], key('actions.read', { actionId: 'a1' }), 'soon'],
    ['another action', [change('actions', 'a1', 'd1', 'x1')], key('actions.read', { actionId: 'a2' }), null],
    ['a list of actions', [change('actions', 'a1', 'd1', 'x1')], key('actions.list', { filter: 'all' }), 'calm'],
    ['which sources alert, when signals come', [change('signals', 's1')], key('sources.alerting'), null],
    ['which sources alert, when one of them changes', [change('sources', 's1')], key('sources.alerting'), 'calm'],
    ['the log', [change('signals', 's1')], key('signals.list', {}), 'calm'],
    ['sums over the log', [change('signals', 's1')], key('signals.acceptance', {}), 'seldom'],
    ['a contract, when signals come', [change('signals', 's1')], key('sources.contract', { sourceId: 's' }), null],
  ])('%s', (_name, changes, query, expected) => expect(paceOf(changes, query)).toBe(expected));

  it('knows every area', () => {
    for (const area of FEED_AREAS) expect(staleQueries([change(area, 'x')]).size).toBeGreaterThan(0);
  });

  it('joined takes in the ids of both', () => {
    const [one, other] = [change('disruptions', 'd1'), change('disruptions', 'd2')].map((each) =>
      staleQueries([each]).get('soon'),
    );
    if (!one || !other) throw new Error('a change of a case is told soon');
    one.join(other);
    expect([1, 2, 3].map((n) => one.has(key('disruptions.card', { id: `d${n}` })))).toEqual([true, true, false]);
  });
});

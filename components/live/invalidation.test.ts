import { describe, expect, it } from 'vitest';
import { FEED_AREAS, type FeedArea } from '../../server/realtime/frames.ts';
import { ALL_AREAS, staleKeys } from './invalidation.ts';

describe('staleKeys', () => {
  it.each<[FeedArea[], string[][]]>([
    [[], []],
    [['signals'], [['sources'], ['signals']]],
    [['disruptions'], [['disruptions'], ['sources', 'quality']]],
    [
      ['disruptions', 'signals'],
      [['disruptions'], ['sources'], ['signals']],
    ],
    [
      ['actions', 'audit'],
      [['actions'], ['disruptions'], ['audit']],
    ],
  ])('%j makes %j old', (areas, expected) => expect(staleKeys(areas)).toEqual(expected));

  it('knows every area', () => {
    expect([...ALL_AREAS].sort()).toEqual([...FEED_AREAS].sort());
    for (const area of FEED_AREAS) expect(staleKeys([area]).length).toBeGreaterThan(0);
  });
});

import { describe, expect, it } from 'vitest';
import { FEED_AREAS, type FeedArea } from '../../server/realtime/frames.ts';
import { ALL_AREAS, staleKeys } from './invalidation.ts';

describe('staleKeys', () => {
  it.each<[FeedArea[], string[][]]>([
    [[], []],
    [['signals'], [['sources'], ['signals'], ['network']]],
    [['disruptions'], [['disruptions'], ['sources', 'quality'], ['lineage']]],
    [
      ['disruptions', 'signals'],
      [['disruptions'], ['lineage'], ['sources'], ['signals'], ['network']],
    ],
    [
      ['actions', 'audit'],
      [['actions'], ['disruptions'], ['audit'], ['lineage']],
    ],
  ])('%j makes %j old', (areas, expected) => expect(staleKeys(areas)).toEqual(expected));

  it('knows every area', () => {
    expect([...ALL_AREAS].sort()).toEqual([...FEED_AREAS].sort());
    for (const area of FEED_AREAS) expect(staleKeys([area]).length).toBeGreaterThan(0);
  });
});

import { describe, expect, test, vi } from 'vitest';
import { testDatabase } from '../testing/database.ts';
import { type LeaseShare, shareLeases } from './share-leases.ts';

const { db } = await testDatabase();
const names = (group: string) => Array.from({ length: 8 }, (_, n) => `${group}-${n}`);
/** Time enough that nothing expires, or short enough that it soon does; asked often, as a loop does. */
const open = (group: string, ttlMs = 300) => shareLeases(db, group, names(group), ttlMs);
const holding = async (shares: LeaseShare[]) => {
  const held = [];
  for (const share of shares) held.push([...(await share.hold()).keys()]);
  return held;
};
const sizes = async (shares: LeaseShare[]) => (await holding(shares)).map((held) => held.length);

describe('leases', () => {
  test('are all held by one who is alone, and shared evenly with whoever joins', async () => {
    const shares = [open('join')];
    expect(await sizes(shares)).toEqual([8]);
    shares.push(open('join'));
    await vi.waitFor(async () => expect(await sizes(shares)).toEqual([4, 4]), 5_000);
    shares.push(open('join'));
    await vi.waitFor(async () => expect((await sizes(shares)).sort()).toEqual([2, 3, 3]), 5_000);
    const all = (await holding(shares)).flat().sort();
    expect(all).toEqual(names('join'));
  });

  test('stay where they are once they are even', async () => {
    const shares = [open('stay'), open('stay'), open('stay')];
    await vi.waitFor(async () => expect((await sizes(shares)).sort()).toEqual([2, 3, 3]), 5_000);
    const before = await holding(shares);
    for (let n = 0; n < 5; n++) {
      await new Promise((resolve) => setTimeout(resolve, 110));
      expect(await holding(shares)).toEqual(before);
    }
  });

  test('of one who is not heard of any more go to the others, under a higher epoch', async () => {
    const [quiet, other] = [open('dead'), open('dead')];
    expect((await quiet.hold()).get('dead-0')).toBe(1n);
    await vi.waitFor(async () => expect(await sizes([other])).toEqual([8]), 5_000);
    expect((await other.hold()).get('dead-0')).toBe(2n);
    await vi.waitFor(async () => expect(await sizes([quiet, other])).toEqual([4, 4]), 5_000);
  });

  test('that are given up are free at once', async () => {
    const [first, second] = [open('drop', 60_000), open('drop', 60_000)];
    expect(await sizes([first])).toEqual([8]);
    await first.drop();
    expect(await sizes([second])).toEqual([8]);
  });
});

import { addressGroup } from '../../auth/rules.ts';
import { type Bucket, refill, secondsUntilMore } from '../../events/ingest/index.ts';

/** Keys not known to be held that one address may have looked up at once, and how many more a second. */
const LIMIT = { perSecond: 1, burst: 50 };
/** Addresses that are remembered; of more, those that were quiet longest are let go. */
const MOST_ADDRESSES = 10_000;

/**
 * Bounds how many unknown keys an address may have looked up: 50 at once, then one a second. A lookup is charged before it is made
 * and given back when somebody holds the key, so that many at once are bounded too and honest senders pay nothing. Times are
 * milliseconds. Memory is bounded by the number of addresses.
 */
export function boundLookups() {
  const buckets = new Map<string, Bucket>();
  const stand = (network: string, now: number): Bucket => refill(buckets.get(network), LIMIT, now);
  const set = (network: string, bucket: Bucket): void => {
    // Set last again: a Map keeps the order in which its keys were set, so its first is the one quiet longest.
    buckets.delete(network);
    buckets.set(network, bucket);
    if (buckets.size > MOST_ADDRESSES) for (const oldest of buckets.keys()) return void buckets.delete(oldest);
  };
  return {
    /** Charges one lookup. @returns 0, or the seconds to wait where nothing is left. */
    charge(address: string, now: number): number {
      const network = addressGroup(address);
      const bucket = stand(network, now);
      const wait = secondsUntilMore(bucket, LIMIT);
      if (wait === 0) set(network, { ...bucket, left: bucket.left - 1 });
      return wait;
    },
    /** Gives one lookup back. */
    giveBack(address: string, now: number): void {
      const network = addressGroup(address);
      const bucket = stand(network, now);
      set(network, { ...bucket, left: Math.min(LIMIT.burst, bucket.left + 1) });
    },
    size: () => buckets.size,
  };
}

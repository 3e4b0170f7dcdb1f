import { DomainError } from '../../core/errors.ts';

/** Signals a second that a source may send for good, and how many it may send at once after a pause. */
export type RateLimit = { perSecond: number; burst: number };

/** A token bucket: what is left of it, and when that was so (milliseconds of a clock that only rises). */
export type Bucket = { left: number; at: number };

/** How long a burst may last, and how much faster a source that replays a history may send. */
const BURST_SECONDS = 10;
const REPLAY_FACTOR = 50;
const SECOND_MS = 1_000;

/** @param perSecond signals a second for a source that lives on the wall clock. */
export const limitOf = (perSecond: number, mayReplay: boolean): RateLimit => {
  const rate = mayReplay ? perSecond * REPLAY_FACTOR : perSecond;
  return { perSecond: rate, burst: rate * BURST_SECONDS };
};

/** A bucket as it stands now: it fills evenly and never runs over. */
export function refill(bucket: Bucket | undefined, limit: RateLimit, now: number): Bucket {
  if (!bucket) return { left: limit.burst, at: now };
  const gained = (Math.max(0, now - bucket.at) / SECOND_MS) * limit.perSecond;
  return { left: Math.min(limit.burst, bucket.left + gained), at: now };
}

/** Whole seconds until a bucket holds anything again; 0 when it does. */
export const secondsUntilMore = ({ left }: Bucket, limit: RateLimit): number =>
  left >= 1 ? 0 : Math.max(1, Math.ceil((1 - left) / limit.perSecond));

/** What a source may still send: for the RateLimit header fields (draft-ietf-httpapi-ratelimit-headers). */
export type Allowance = { limit: RateLimit; left: number; seconds: number };

/**
 * Limits what each source sends to this process. A request is let in as long as anything is left and is charged with all it
 * brings, so a large one is never impossible; the next then waits until that has been earned back.
 * @param perSecond signals a second and source; null for no limit.
 */
export function openRateLimit(perSecond: number | null) {
  const buckets = new Map<string, Bucket>();
  let refused = 0;
  const limitFor = (source: { id: string; mayReplay: boolean }): RateLimit | null =>
    perSecond === null ? null : limitOf(perSecond, source.mayReplay);
  const stand = (source: { id: string; mayReplay: boolean }, limit: RateLimit): Bucket => {
    const bucket = refill(buckets.get(source.id), limit, performance.now());
    buckets.set(source.id, bucket);
    return bucket;
  };
  return {
    /** Refuses a source that has nothing left, before its request is read. @throws DomainError `too_many` with the seconds to wait. */
    admit: (source: { id: string; mayReplay: boolean }): void => {
      const limit = limitFor(source);
      if (!limit) return;
      const wait = secondsUntilMore(stand(source, limit), limit);
      if (wait === 0) return;
      refused += 1;
      throw new DomainError(
        'too_many',
        `This source may send ${limit.perSecond} signals a second. Send these again in ${wait} s.`,
        { retryAfterSeconds: wait },
      );
    },
    /** Charges what was let in, however much it brings: the rest of a file is not refused half-way. */
    charge: (source: { id: string; mayReplay: boolean }, signals: number): void => {
      const limit = limitFor(source);
      if (limit) stand(source, limit).left -= signals;
    },
    allowance: (source: { id: string; mayReplay: boolean }): Allowance | null => {
      const limit = limitFor(source);
      if (!limit) return null;
      const bucket = stand(source, limit);
      return { limit, left: Math.max(0, Math.floor(bucket.left)), seconds: secondsUntilMore(bucket, limit) };
    },
    refused: () => refused,
  };
}

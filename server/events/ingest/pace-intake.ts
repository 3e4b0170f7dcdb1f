import { createHash } from 'node:crypto';
import type pg from 'pg';
import { PARTITIONS } from './constants.ts';
import { readLag } from './read-progress.ts';

/** Lag, in seconds, up to which acceptance runs freely, and beyond which it is nobody's pace: no decider lives. */
const FREE_SECONDS = 0.5;
const NOBODY_SECONDS = 300;
const MS_PER_SECOND_OF_LAG = 100;
const LONGEST_MS = 2_000;
const SAMPLE_MS = 250;

/**
 * Milliseconds to rest between two commits when evaluation is this many seconds behind. Callers who wait for their answer
 * slow down with it, and evaluation keeps up; nothing is refused. When nobody evaluates at all, resting would help nobody:
 * the log takes what comes.
 */
export function restFor(lagSeconds: number): number {
  if (lagSeconds <= FREE_SECONDS || lagSeconds > NOBODY_SECONDS) return 0;
  return Math.min(LONGEST_MS, Math.round((lagSeconds - FREE_SECONDS) * MS_PER_SECOND_OF_LAG));
}

/** The partition that the database puts a stream into: by the first byte of the MD5 of its name. */
export const partitionOf = (source: string): number =>
  createHash('md5').update(source).digest().readUInt8(0) % PARTITIONS;

/** Milliseconds to rest between two commits of a partition's signals; none where evaluation keeps up. */
export type Rests = ReadonlyMap<number, number>;

/** How long each partition rests between commits, from the lag of its own evaluation, looked at a few times a second while it works. */
export function openPace(pool: pg.Pool): () => Rests {
  let rests: Rests = new Map();
  let sampledAt = Number.NEGATIVE_INFINITY;
  return () => {
    const now = performance.now();
    if (now - sampledAt >= SAMPLE_MS) {
      sampledAt = now;
      readLag(pool).then(
        (lags) => {
          rests = new Map(
            lags.map(({ partition, seconds }) => [partition, restFor(seconds)] as const).filter(([, ms]) => ms),
          );
        },
        () => {}, // the store is away: the commit says so
      );
    }
    return rests;
  };
}

/** A signal that waits for its commit; its partition is computed when it is first asked for. */
export type Paced = { row: { source: string }; partition?: number };
export const partOf = (waiting: Paced): number => {
  waiting.partition ??= partitionOf(waiting.row.source);
  return waiting.partition;
};

/**
 * Takes the next group from a queue, in its order, and leaves in it what belongs to partitions that rest. All of a stream is in one
 * partition, so none of it overtakes the rest of it.
 * @param until when each partition that rests has rested, in ms of `now`; a partition of which something is taken rests from here on.
 * @param most signals in a group.
 */
export function takeGroup<Waiting extends Paced>(
  queue: Waiting[],
  { rests, until, now, most }: { rests: Rests; until: Map<number, number>; now: number; most: number },
): Waiting[] {
  if (!rests.size) {
    until.clear();
    return queue.splice(0, most);
  }
  const group: Waiting[] = [];
  const left: Waiting[] = [];
  const taken = new Set<number>();
  for (const waiting of queue) {
    const part = partOf(waiting);
    if (group.length < most && (!rests.has(part) || (until.get(part) ?? 0) <= now)) {
      group.push(waiting);
      taken.add(part);
    } else left.push(waiting);
  }
  queue.splice(0, queue.length, ...left);
  for (const part of taken) if (rests.has(part)) until.set(part, now + (rests.get(part) ?? 0));
  return group;
}

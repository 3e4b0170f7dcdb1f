import type pg from 'pg';
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

/** How long acceptance rests between commits, from the lag of evaluation looked at a few times a second while it works. */
export function openPace(pool: pg.Pool): () => number {
  let rest = 0;
  let sampledAt = Number.NEGATIVE_INFINITY;
  return () => {
    const now = performance.now();
    if (now - sampledAt >= SAMPLE_MS) {
      sampledAt = now;
      readLag(pool).then(
        (lags) => {
          rest = restFor(Math.max(...lags.map(({ seconds }) => seconds)));
        },
        () => {}, // the store is away: the commit says so
      );
    }
    return rest;
  };
}

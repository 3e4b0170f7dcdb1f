import { type Clock, MINUTE, SECOND } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/client.ts';
import { RETENTION, rollOff } from '../decisions/retention/index.ts';
import { openLease } from './lease.ts';
import { repeatWork } from './repeat-work.ts';

const EVERY_MS = 60 * MINUTE;
/** Longer than one transaction of it may take. */
const LEASE_MS = 60 * SECOND;

/** Rolls off what is older than it is kept, in transactions of some thousand rows, under a lease: of several towers one does. */
export function startRetentionLoop(db: Database, clock: Clock, log: Logger): { stop(): Promise<void> } {
  const lease = openLease(db, RETENTION, LEASE_MS);
  const work = repeatWork({
    everyMs: EVERY_MS,
    log,
    complaint: 'what is older than it is kept could not be rolled off',
    go: async (stopped) => {
      for (let more = true; more && !stopped(); ) {
        const epoch = await lease.hold();
        more = epoch !== null && (await rollOff(db, clock, { epoch }));
      }
    },
  });
  return {
    stop: async () => {
      await work.stop();
      await lease.drop().catch(() => {});
    },
  };
}

import { type Clock, SECOND } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/client.ts';
import { HEALTH, recordHealth } from '../events/health/index.ts';
import { openLease } from './lease.ts';
import { repeatWork } from './repeat-work.ts';

const LEASE_MS = 30 * SECOND;

/** Measures how sources keep their contracts, under a lease: of several towers one does. */
export function startHealthLoop(db: Database, clock: Clock, log: Logger): { stop(): Promise<void> } {
  const lease = openLease(db, HEALTH, LEASE_MS);
  const work = repeatWork({
    everyMs: 5 * SECOND,
    log,
    complaint: 'the health of sources could not be measured',
    go: async (stopped) => {
      const epoch = await lease.hold();
      while (epoch !== null && !stopped() && (await recordHealth(db, clock, { epoch })));
    },
  });
  return {
    stop: async () => {
      await work.stop();
      await lease.drop().catch(() => {});
    },
  };
}

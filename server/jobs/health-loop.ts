import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, SECOND } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/client.ts';
import { HEALTH, recordHealth } from '../events/health/index.ts';
import { openLease } from './lease.ts';

const EVERY_MS = 5 * SECOND;
const LEASE_MS = 30 * SECOND;

/** Measures how sources keep their contracts, under a lease: of several towers one does. */
export function startHealthLoop(db: Database, clock: Clock, log: Logger): { stop(): Promise<void> } {
  const lease = openLease(db, HEALTH, LEASE_MS);
  const stopping = new AbortController();
  const stopped = () => stopping.signal.aborted;

  const loop = async () => {
    while (!stopped()) {
      try {
        const epoch = await lease.hold();
        while (epoch !== null && !stopped() && (await recordHealth(db, clock, { epoch })));
      } catch (error) {
        if (!stopped()) log.error({ err: error }, 'the health of sources could not be measured; trying again');
      }
      await sleep(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };

  const ended = loop();
  return {
    stop: async () => {
      stopping.abort();
      await ended;
      await lease.drop().catch(() => {});
    },
  };
}

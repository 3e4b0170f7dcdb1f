import { type Clock, SECOND } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/client.ts';
import { listenChannel } from '../db/listen-channel.ts';
import { DECIDE, evaluateBatch, hasWork, LeaseLost, revalidateCases } from '../decisions/detect/index.ts';
import { SIGNAL_CHANNEL } from '../events/ingest/index.ts';
import { openLease } from './lease.ts';

/** World time on the wall clock passes due instants without any signal, so the loop looks by itself too. */
const TICK_MS = SECOND;
/** A signal below which a running transaction could still appear is left for a moment. */
const PENDING_MS = 5;
const EARLY_LOOKS = 20;
const LEASE_MS = 10 * SECOND;
/** How often open cases are looked through for proposals that world time has left behind. */
const REVALIDATE_MS = 3 * SECOND;

/**
 * Evaluates the signal log as it grows, under a lease: of several towers one decides, and another takes over when it is
 * gone. Woken by each accepted signal and once a second.
 */
export async function startDecideLoop(db: Database, clock: Clock, log: Logger): Promise<{ stop(): Promise<void> }> {
  const lease = openLease(db, DECIDE, LEASE_MS);
  let stopped = false;
  let woken = true;
  let ring: () => void = () => {};
  const wake = () => {
    woken = true;
    ring();
  };
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      ring = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  let revalidatedAt = performance.now();
  /** Between batches, so that a replay at full speed is held against the facts on its way too. */
  const revalidate = async (epoch: bigint) => {
    if (performance.now() - revalidatedAt < REVALIDATE_MS) return;
    await revalidateCases(db, clock, { epoch });
    revalidatedAt = performance.now();
  };

  /** Evaluates everything that can be evaluated now. @returns whether there was anything. */
  const pass = async (): Promise<boolean> => {
    const epoch = await lease.hold();
    if (epoch === null) return false;
    await revalidate(epoch);
    if (!(await hasWork(db, clock))) return false;
    for (;;) {
      const { more } = await evaluateBatch(db, clock, { epoch });
      await revalidate(epoch);
      if (stopped || !more || (await lease.hold()) !== epoch) return true;
    }
  };

  const loop = async () => {
    let looks = 0;
    while (!stopped) {
      // A wake-up may outrun the moment its signal becomes readable: then look again soon, a few times.
      if (woken) looks = EARLY_LOOKS;
      woken = false;
      try {
        if (await pass()) looks = 0;
      } catch (error) {
        looks = 0;
        if (error instanceof LeaseLost) log.warn({ loop: DECIDE }, error.message);
        else if (!stopped) log.error({ err: error }, 'signals could not be evaluated; trying again');
      }
      if (!stopped && !woken) await pause(looks > 0 ? PENDING_MS : TICK_MS);
      looks -= 1;
    }
  };

  const listener = await listenChannel(db.url, SIGNAL_CHANNEL, log, wake);
  const ended = loop();
  return {
    stop: async () => {
      stopped = true;
      wake();
      await listener.stop();
      await ended;
      await lease.drop().catch(() => {});
    },
  };
}

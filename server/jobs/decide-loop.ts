import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, SECOND } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/client.ts';
import { listenChannel } from '../db/listen-channel.ts';
import {
  DECIDE,
  evaluateNext,
  findStale,
  findWork,
  type Gauge,
  LeaseLost,
  openGauge,
  reevaluateSignal,
  revalidateCases,
} from '../decisions/detect/index.ts';
import { cursorOf, PARTITIONS } from '../events/ingest/constants.ts';
import { SIGNAL_CHANNEL } from '../events/ingest/index.ts';
import { shareLeases } from './share-leases.ts';

/** World time on the wall clock passes due instants without any signal, so the loop looks by itself too. */
const TICK_MS = SECOND;
/** A signal below which a running transaction could still appear is left for a moment. */
const PENDING_MS = 2;
const EARLY_LOOKS = 30;
const LEASE_MS = 10 * SECOND;
/**
 * From the start of one pass to the next, in milliseconds: it grows with the signals that the pass found, so that under load
 * each takes more of them for the same fixed cost and on a quiet day nothing waits.
 */
const SPACING = { least: 20, perSignal: 0.5, most: 100 };
/** How often open cases are looked through for proposals that world time has left behind. */
const REVALIDATE_MS = 3 * SECOND;

const spacingOf = (signals: number): number => Math.min(SPACING.most, SPACING.least + signals * SPACING.perSignal);

const NAMES = Array.from({ length: PARTITIONS }, (_, partition) => cursorOf(partition));

/**
 * Evaluates the signal log as it grows, each partition under a lease: towers that decide share the partitions evenly, and
 * when one is gone the others take over its part. Woken by each accepted signal and once a second.
 * @param leaseMs milliseconds after which a decider that is not heard of loses its partitions.
 */
export async function startDecideLoop(
  db: Database,
  clock: Clock,
  log: Logger,
  { leaseMs = LEASE_MS }: { leaseMs?: number } = {},
): Promise<{ stop(): Promise<void> }> {
  const leases = shareLeases(db, DECIDE, NAMES, leaseMs);
  const held = async (): Promise<Map<number, bigint>> => {
    const names = await leases.hold();
    return new Map(NAMES.flatMap((name, partition) => (names.has(name) ? [[partition, names.get(name) ?? 0n]] : [])));
  };
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

  /** A partition that fails is left alone until the next tick; the others go on. */
  const guarded = async <T>(partition: number | null, work: () => Promise<T>): Promise<T | null> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof LeaseLost) log.warn({ partition }, error.message);
      else if (!stopped) log.error({ err: error, partition }, 'signals could not be evaluated; trying again');
      return null;
    }
  };

  const gauges = new Map<number, Gauge>();
  /** The next batch of a partition, and one of the signals that were set aside there and that somebody wants evaluated again. */
  const evaluate = async (partition: number, epoch: bigint) => {
    const gauge = gauges.get(partition) ?? openGauge();
    const next = await evaluateNext(db, clock, { epoch, partition, gauge });
    gauges.set(partition, next.gauge);
    if (next.undecided) log.error({ err: next.fault, partition }, 'a signal could not be evaluated and was set aside');
    else if (next.fault)
      log.warn({ err: next.fault, partition, signals: next.gauge.size }, 'a batch failed; trying less of it');
    const again = await reevaluateSignal(db, clock, { epoch, partition });
    return { signals: next.signals + Number(again !== null), more: next.more || again !== null };
  };

  let revalidatedAt = performance.now();
  /** Between batches, so that a replay at full speed is held against the facts on its way too. */
  const revalidate = async () => {
    if (performance.now() - revalidatedAt < REVALIDATE_MS) return;
    // Moved first: what fails is looked at again when it is its turn, and never before the signals.
    revalidatedAt = performance.now();
    const epochs = await held();
    for (const partition of (await guarded(null, () => findStale(db, clock, [...epochs.keys()]))) ?? []) {
      const epoch = epochs.get(partition) ?? 0n;
      const onFault = (error: unknown) =>
        log.error({ err: error, partition }, 'a case or a stock could not be looked at and was set aside');
      await guarded(partition, () => revalidateCases(db, clock, { partition, epoch }, onFault));
    }
  };

  /** Evaluates everything that can be evaluated now, a batch of each partition in turn. @returns of how many signals; null when there was nothing to do. */
  const pass = async (overdue: boolean): Promise<number | null> => {
    await revalidate();
    let waiting = await findWork(db, clock, [...(await held()).keys()], { overdue });
    if (!waiting.length) return null;
    let signals = 0;
    while (waiting.length && !stopped) {
      const again: number[] = [];
      for (const partition of waiting) {
        const epoch = (await held()).get(partition);
        if (epoch === undefined || stopped) continue;
        const done = await guarded(partition, () => evaluate(partition, epoch));
        signals += done?.signals ?? 0;
        if (done?.more) again.push(partition);
        await revalidate();
      }
      waiting = again;
    }
    return signals;
  };

  const loop = async () => {
    let looks = 0;
    let tickedAt = Number.NEGATIVE_INFINITY;
    while (!stopped) {
      // A wake-up may outrun the moment its signal becomes readable: then look again soon, a few times.
      if (woken) looks = EARLY_LOOKS;
      woken = false;
      const tick = performance.now() - tickedAt >= TICK_MS;
      if (tick) tickedAt = performance.now();
      const startedAt = performance.now();
      try {
        const signals = await pass(tick);
        if (signals !== null) {
          looks = 0;
          const rest = Math.ceil(spacingOf(signals) - (performance.now() - startedAt));
          if (rest > 0) await sleep(rest);
        }
      } catch (error) {
        looks = 0;
        if (!stopped) log.error({ err: error }, 'the decide loop failed in this pass; trying again');
      }
      if (!stopped && !woken) await pause(looks > 0 ? PENDING_MS : TICK_MS);
      looks -= 1;
    }
  };

  const listener = await listenChannel(db, SIGNAL_CHANNEL, log, wake);
  const ended = loop();
  return {
    stop: async () => {
      stopped = true;
      wake();
      await listener.stop();
      await ended;
      await leases.drop().catch(() => {});
    },
  };
}

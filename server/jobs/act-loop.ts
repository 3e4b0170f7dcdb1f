import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ActionDeps,
  findActive,
  findRollingBack,
  findStopping,
  findToStartAgain,
  findUnscheduled,
  noteUnstarted,
  PLANE_ACTOR,
  scheduleAction,
} from '../actions/index.ts';
import { type Clock, MINUTE, SECOND } from '../core/clock.ts';
import { asSystem } from '../core/context.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/client.ts';
import { FEED_CHANNEL } from '../db/feed.ts';
import { isStoreFault } from '../db/judge-fault.ts';
import { listenChannel } from '../db/listen-channel.ts';

const TICK_MS = SECOND;
/** A burst of notifications is one pass. */
const GATHER_MS = 100;
const BATCH = 200;
const AT_ONCE = 4;
/** Actions read, and workflows asked for, at once. */
const PAGE = 500;
/** Every action is looked at again this often; in between only what is new. */
const WHOLE_EVERY_MS = 5 * SECOND;
/** Decisions are committed well within this of the time they carry; all older ones are looked at again now and then. */
const SETTLED_MS = 10 * MINUTE;

/**
 * Turns decisions into actions and sees to it that every unfinished action has a workflow that drives it. Needs no lease:
 * a decision has one action, an action one workflow, whoever writes or starts them first.
 */
export async function startActLoop(
  db: Database,
  clock: Clock,
  deps: ActionDeps,
  log: Logger,
): Promise<{ stop(): Promise<void> }> {
  const ctx = asSystem(PLANE_ACTOR, clock);
  const driven = new Set<string>();
  const toldToStop = new Set<string>();
  let wholeAt = 0;
  let since = new Date(0);
  let sinceWhole = 0;
  let stopped = false;

  const nameOf = (action: { id: string; rollbackRun: number }) => `${action.id}:${action.rollbackRun}`;

  /** One that cannot be started keeps no other from it: it says why, and is tried again later. */
  const schedule = async (decisionId: string) => {
    try {
      const action = await scheduleAction(db, ctx, deps, decisionId);
      if (!action) return;
      await deps.runtime.begin(action);
      driven.add(nameOf(action));
    } catch (error) {
      if (stopped || isStoreFault(error)) throw error;
      log.error({ err: error, decisionId }, 'the action of a decision could not be started');
      await noteUnstarted(db, ctx, decisionId, error);
    }
  };
  const scheduleAll = async (decisions: readonly string[]) => {
    for (let at = 0; at < decisions.length && !stopped; at += AT_ONCE) {
      const results = await Promise.allSettled(decisions.slice(at, at + AT_ONCE).map(schedule));
      for (const result of results) if (result.status === 'rejected') throw result.reason;
    }
  };

  const scheduleNew = async () => {
    const began = clock.now().getTime();
    if (began - sinceWhole > SETTLED_MS) {
      since = new Date(0);
      sinceWhole = began;
    }
    for (;;) {
      const decisions = await findUnscheduled(db, since, clock.now(), BATCH);
      await scheduleAll(decisions);
      if (decisions.length < BATCH || stopped) break;
    }
    await scheduleAll(await findToStartAgain(db, clock.now(), BATCH));
    since = new Date(began - SETTLED_MS);
  };

  const drive = async (actions: Awaited<ReturnType<typeof findActive>>) => {
    const active = actions.filter((action) => !driven.has(nameOf(action)));
    await deps.runtime.ensure(active);
    for (const action of active) driven.add(nameOf(action));
  };

  const driveAll = async () => {
    // In between what is new was begun when it was written, but for roll-backs that were asked for elsewhere.
    if (Date.now() - wholeAt > WHOLE_EVERY_MS) {
      driven.clear();
      toldToStop.clear();
      wholeAt = Date.now();
      for (let after: string | undefined = ''; after !== undefined && !stopped; ) {
        const page: Awaited<ReturnType<typeof findActive>> = await findActive(db, after, PAGE);
        await drive(page);
        after = page.length < PAGE ? undefined : page.at(-1)?.id;
      }
    } else {
      await drive(await findRollingBack(db, PAGE));
    }
    for (const ref of await findStopping(db, clock.now())) {
      if (toldToStop.has(ref.actionId)) continue;
      await deps.runtime.askToStop(ref);
      toldToStop.add(ref.actionId);
    }
  };

  /** What is new and what is under way are looked after each for itself: neither waits for the other to succeed. */
  const run = async () => {
    for (const work of [scheduleNew, driveAll]) {
      try {
        await work();
      } catch (error) {
        if (!stopped) log.error({ err: error }, 'the act loop failed in this pass; trying again');
      }
    }
  };
  // A wake-up during a pass is kept for the next one; none is lost and passes never overlap.
  let woken = false;
  let ring: () => void = () => {};
  const wake = () => {
    woken = true;
    ring();
  };
  const untilWoken = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, woken ? 0 : TICK_MS);
      ring = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const loop = async () => {
    while (!stopped) {
      woken = false;
      await run();
      if (stopped) return;
      await untilWoken();
      if (!stopped) await sleep(GATHER_MS);
    }
  };

  // Only a decision is work for it; what it does itself, and all else that changes, is no reason to look.
  const listener = await listenChannel(db, FEED_CHANNEL, log, (areas) => {
    if (areas === undefined || areas.split(' ').includes('decisions')) wake();
  });
  const ended = loop();
  return {
    stop: async () => {
      stopped = true;
      wake();
      await listener.stop();
      await ended;
    },
  };
}

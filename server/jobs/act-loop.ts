import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ActionDeps,
  findActive,
  findStopping,
  findUnscheduled,
  PLANE_ACTOR,
  scheduleAction,
} from '../actions/index.ts';
import { type Clock, MINUTE, SECOND } from '../core/clock.ts';
import { asSystem } from '../core/context.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/client.ts';
import { FEED_CHANNEL } from '../db/feed.ts';
import { listenChannel } from '../db/listen-channel.ts';

const TICK_MS = SECOND;
/** A burst of notifications is one pass. */
const GATHER_MS = 100;
const BATCH = 200;
const AT_ONCE = 4;
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

  const schedule = async (decisionId: string) => {
    const action = await scheduleAction(db, ctx, deps, decisionId);
    if (!action) return;
    await deps.runtime.begin(action);
    driven.add(nameOf(action));
  };

  const scheduleNew = async () => {
    const began = clock.now().getTime();
    if (began - sinceWhole > SETTLED_MS) {
      since = new Date(0);
      sinceWhole = began;
    }
    for (;;) {
      const decisions = await findUnscheduled(db, since, BATCH);
      for (let at = 0; at < decisions.length && !stopped; at += AT_ONCE) {
        await Promise.all(decisions.slice(at, at + AT_ONCE).map(schedule));
      }
      if (decisions.length < BATCH || stopped) break;
    }
    since = new Date(began - SETTLED_MS);
  };

  const driveAll = async () => {
    if (Date.now() - wholeAt > WHOLE_EVERY_MS) {
      driven.clear();
      toldToStop.clear();
      wholeAt = Date.now();
    }
    const active = (await findActive(db)).filter((action) => !driven.has(nameOf(action)));
    await deps.runtime.ensure(active);
    for (const action of active) driven.add(nameOf(action));
    for (const ref of await findStopping(db, clock.now())) {
      if (toldToStop.has(ref.actionId)) continue;
      await deps.runtime.askToStop(ref);
      toldToStop.add(ref.actionId);
    }
  };

  const run = async () => {
    try {
      await scheduleNew();
      await driveAll();
    } catch (error) {
      if (!stopped) log.error({ err: error }, 'the act loop failed in this pass; trying again');
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

  const listener = await listenChannel(db, FEED_CHANNEL, log, wake);
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

import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll } from 'vitest';
import { createActionPlane } from '../actions/index.ts';
import type { Saga } from '../actions/sagas/definition.ts';
import { createRegistry } from '../actions/sagas/registry.ts';
import { type Clock, systemClock } from '../core/clock.ts';
import { newId } from '../core/ids.ts';
import { logger } from '../core/logger.ts';
import type { Database } from '../db/client.ts';
import { startActLoop } from '../jobs/act-loop.ts';

const FINAL = ['done', 'stopped', 'withdrawn', 'failed', 'rolled_back', 'needs_person', 'closed_by_person'];

/** A saga as released, but with a partner's patience of milliseconds. */
export const quick = (saga: Saga): Saga => ({
  ...saga,
  open: (input) => {
    const opened = saga.open(input);
    const retry = { attempts: 3, firstDelayMs: 5, maxDelayMs: 10 };
    return { ...opened, steps: opened.steps.map((step) => ({ ...step, retry, timeoutMs: 400 })) };
  },
});

/** The action plane with its loop, running until the suite is over. */
export async function testActionPlane(
  db: Database,
  options: { sandboxUrl: string; graceSeconds?: number; sagas: Saga[]; clock?: Clock },
) {
  const clock = options.clock ?? systemClock;
  const plane = createActionPlane({
    db,
    clock,
    sandboxUrl: options.sandboxUrl,
    executorId: `test-${newId()}`,
    graceSeconds: options.graceSeconds ?? 0,
    log: logger,
    registry: createRegistry(options.sagas),
  });
  await plane.start();
  const loop = await startActLoop(db, clock, plane.deps, logger);
  afterAll(async () => {
    await loop.stop();
    await plane.stop();
  });
  return { deps: plane.deps, ...actionsOf(db) };
}

/** Waits for actions, in tests. */
export function actionsOf(db: Database) {
  const read = (where: { decisionId: string } | { id: string }) =>
    db.prisma.action.findUnique({ where, include: { steps: { orderBy: { position: 'asc' } } } });

  /** The action of a decision once it is in one of these states; every final one by default. */
  async function reached(decisionId: string, states: string[] = FINAL, withinMs = 15_000) {
    const until = Date.now() + withinMs;
    for (;;) {
      const action = await read({ decisionId });
      if (action && states.includes(action.state)) return action;
      if (Date.now() > until) {
        const steps = action?.steps.map((step) => `${step.key} ${step.state}`).join(', ');
        throw new Error(`The action is ${action?.state ?? 'not there'} (${steps}), not ${states.join(' or ')}.`);
      }
      await sleep(10);
    }
  }
  return { reached };
}

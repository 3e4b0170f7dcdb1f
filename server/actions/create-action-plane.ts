import { bulkhead } from 'cockatiel';
import type { Clock } from '../core/clock.ts';
import { asSystem } from '../core/context.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/client.ts';
import { withTransaction } from '../db/transaction.ts';
import { type Connectors, createConnectors } from './connectors/index.ts';
import { PLANE_ACTOR } from './sagas/constants.ts';
import type { Plane } from './sagas/plane.ts';
import { createRegistry, type Registry } from './sagas/registry.ts';
import { createSagaRuntime, type SagaRuntime } from './sagas/runtime.ts';

/** Transactions the plane runs at once, so that a burst of actions leaves connections to people. */
const TRANSACTIONS = 6;

/** What the verbs and the loop of the action plane are handed. */
export type ActionDeps = { connectors: Connectors; registry: Registry; runtime: SagaRuntime; graceSeconds: number };

/**
 * Puts the action plane together. Verbs work before `start()` too: they write rows, and whichever process has started
 * its plane carries them out.
 * `sandboxUrl` is where ERP, TMS and OMS answer; `executorId` must be one process's own; `graceSeconds` is wall time.
 */
export function createActionPlane(options: {
  db: Database;
  clock: Clock;
  sandboxUrl: string;
  executorId: string;
  graceSeconds: number;
  log: Logger;
  registry?: Registry;
}): { deps: ActionDeps; start(): Promise<void>; stop(): Promise<void> } {
  const { db, clock, log, graceSeconds } = options;
  const gate = bulkhead(TRANSACTIONS, Number.MAX_SAFE_INTEGER);
  const plane: Plane = {
    db,
    clock,
    log,
    ctx: asSystem(PLANE_ACTOR, clock),
    connectors: createConnectors(options.sandboxUrl),
    registry: options.registry ?? createRegistry(),
    transaction: (work) => gate.execute(() => withTransaction(db, work)),
  };
  const runtime = createSagaRuntime(plane, options.executorId);
  return {
    deps: { connectors: plane.connectors, registry: plane.registry, runtime, graceSeconds },
    start: runtime.start,
    stop: runtime.stop,
  };
}

import { bulkhead } from 'cockatiel';
import type { Clock } from '../core/clock.ts';
import { asSystem } from '../core/context.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/client.ts';
import { type Connectors, createConnectors } from './connectors/index.ts';
import {
  createRegistry,
  createSagaRuntime,
  PLANE_ACTOR,
  type Plane,
  type Registry,
  type SagaRuntime,
} from './sagas/index.ts';

/** Statements the plane runs at once, so that a burst of actions leaves connections to the other loops. */
const STATEMENTS = 4;

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
  const gate = bulkhead(STATEMENTS, Number.MAX_SAFE_INTEGER);
  const plane: Plane = {
    db,
    clock,
    log,
    ctx: asSystem(PLANE_ACTOR, clock),
    connectors: createConnectors(options.sandboxUrl),
    registry: options.registry ?? createRegistry(),
    gate: (work) => gate.execute(work),
  };
  const runtime = createSagaRuntime(plane, options.executorId);
  return {
    deps: { connectors: plane.connectors, registry: plane.registry, runtime, graceSeconds },
    start: runtime.start,
    stop: runtime.stop,
  };
}

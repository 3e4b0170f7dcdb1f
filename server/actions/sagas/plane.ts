import type { Clock } from '../../core/clock.ts';
import type { Context } from '../../core/context.ts';
import type { Logger } from '../../core/logger.ts';
import type { Database } from '../../db/client.ts';
import type { Connectors } from '../connectors/index.ts';
import type { Registry } from './registry.ts';

/** What the durable steps of an action work with. */
export type Plane = {
  db: Database;
  /** The action plane itself, as the actor of what it does. */
  ctx: Context;
  clock: Clock;
  log: Logger;
  connectors: Connectors;
  registry: Registry;
  /** Keeps the plane to its share of the database's connections. */
  gate<T>(work: () => Promise<T>): Promise<T>;
};

/** The ids that every audit entry and feed row of an action carries. */
export type ActionRef = { actionId: string; decisionId: string; disruptionId: string; region: string };

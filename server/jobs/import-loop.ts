import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, SECOND } from '../core/clock.ts';
import { asSystem } from '../core/context.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/client.ts';
import { resumeImport } from '../events/imports/index.ts';
import type { Intake } from '../events/ingest/index.ts';

const EVERY_MS = 3 * SECOND;

/**
 * Reads files to their end whose reader is gone, and those that somebody asked to have read again. Needs no lease: each file is
 * taken by one process, under an epoch of its own.
 */
export function startImportLoop(db: Database, clock: Clock, intake: Intake, log: Logger): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const stopped = () => stopping.signal.aborted;
  const ctx = asSystem('imports', clock);

  const loop = async () => {
    while (!stopped()) {
      try {
        while (!stopped() && (await resumeImport(db, intake, ctx)) !== null);
      } catch (error) {
        if (!stopped()) log.error({ err: error }, 'a file could not be read to its end; trying again');
      }
      await sleep(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };

  const ended = loop();
  return {
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}

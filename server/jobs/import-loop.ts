import { type Clock, SECOND } from '../core/clock.ts';
import { asSystem } from '../core/context.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/client.ts';
import { resumeImport } from '../events/imports/index.ts';
import type { Intake } from '../events/ingest/index.ts';
import { repeatWork } from './repeat-work.ts';

/**
 * Reads files to their end whose reader is gone, and those that somebody asked to have read again. Needs no lease: each file is
 * taken by one process, under an epoch of its own.
 */
export const startImportLoop = (db: Database, clock: Clock, intake: Intake, log: Logger): { stop(): Promise<void> } =>
  repeatWork({
    everyMs: 3 * SECOND,
    log,
    complaint: 'a file could not be read to its end',
    go: async (stopped) => {
      while (!stopped() && (await resumeImport(db, intake, asSystem('imports', clock))) !== null);
    },
  });

import { settleRefusals } from '../audit/index.ts';
import { endOfDeactivated, pruneBrakes, pruneSessions } from '../auth/index.ts';
import { type Clock, MINUTE } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/client.ts';
import { repeatWork } from './repeat-work.ts';

/** Keeps the tables of sessions, failed sign-ins and refused acts short. Each step is one statement that may run twice, so no lease. */
export const startSessionLoop = (db: Database, clock: Clock, log: Logger): { stop(): Promise<void> } =>
  repeatWork({
    everyMs: MINUTE,
    log,
    complaint: 'sessions that are over could not be tidied up',
    go: async () => {
      await endOfDeactivated(db, clock);
      await pruneSessions(db, clock);
      await pruneBrakes(db, clock.now());
      await settleRefusals(db, clock);
    },
  });

import type { RetentionValues } from './schema.ts';

/** Name of the lease and of the place of rolling off, and who does it. */
export const RETENTION = 'retention';

/** What holds until somebody sets it otherwise. */
export const DEFAULTS: RetentionValues = { feedDays: 30, countDays: 400, noteMonths: 24 };

/** Rows of one kind that one transaction deletes at most, so that none holds its tables for long. */
export const ROWS_AT_ONCE = 20_000;

/** Why it takes somebody of all regions. */
export const EVERY_REGION =
  'What goes, goes in every region, and not every region is yours. Ask somebody who has all of them.';

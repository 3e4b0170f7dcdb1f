/** The decide loop's place in the signal log, and its lease. */
export const DECIDE = 'decide';

/** Signals evaluated in one transaction. */
export const BATCH = 500;

/** Lines raised in one transaction; more wait for the next, so that one leap of world time cannot outgrow the audit log's places. */
export const RAISE_LIMIT = 300;

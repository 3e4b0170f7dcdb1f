/** The decide loop's place in the signal log, and its lease. */
export const DECIDE = 'decide';

/** Signals evaluated in one transaction. */
export const BATCH = 450;

/*
 * One transaction has 4,096 places in the audit log and in the feed. A case touched takes at most five of each, so these
 * three bounds together keep below it: 150 + 200 cases, and 450 that the signals of one batch can touch.
 */

/** Lines raised at one step of world time; more wait for the next transaction. */
export const RAISE_LIMIT = 200;

/** Cases touched after which a transaction takes up no further step. */
export const CASES_LIMIT = 150;

/** Lines looked at to see where world time overtakes one of them. */
export const PENDING_LIMIT = 5_000;

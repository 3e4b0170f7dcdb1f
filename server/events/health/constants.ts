/** Minutes over which an error budget is counted. */
export const WINDOW_MINUTES = 30 * 24 * 60;

/**
 * Burn-rate alerts (METRICS, freshness): both windows must burn the budget that many times as fast as would spend it in exactly
 * 30 days. The long window says that it matters, the short one that it goes on.
 */
export const BURNS = [
  { kind: 'fast', factor: 14.4, long: 60, short: 5, words: '1 h and 5 min' },
  { kind: 'slow', factor: 6, long: 6 * 60, short: 30, words: '6 h and 30 min' },
  { kind: 'steady', factor: 1, long: 3 * 24 * 60, short: 6 * 60, words: '3 d and 6 h' },
] as const;
export type BurnKind = (typeof BURNS)[number]['kind'];
export type AlertKind = BurnKind | 'spent';

/** Signals below which a share of bad ones says nothing yet. */
export const LEAST_SENT = 100;
/** The type under which a source stands as a whole. */
export const WHOLE_SOURCE = '*';
/** Name of the loop's lease and of its place in the log. */
export const HEALTH = 'health';
/** Minutes that are judged when the loop was away for a moment; what lies further back was not measured. */
export const CATCH_UP_MINUTES = 3;

import { MINUTE } from '../../core/clock.ts';
import type { SlaTerms } from '../odcs/index.ts';
import { type AlertKind, BURNS, type BurnKind, LEAST_SENT, WHOLE_SOURCE, WINDOW_MINUTES } from './constants.ts';

/** What one minute of a source and type is judged on. Times are wall time, lag in milliseconds. */
export type MinuteFacts = { end: Date; heardAt: Date | null; accepted: number; lagMs: number };

/**
 * Whether a minute was within what its contract promises: the newest signal not too old at its end, and the mean lag of its
 * signals not too long. Null, and so not measured, where nothing is agreed and before the first signal.
 */
export function isWithin(
  { end, heardAt, accepted, lagMs }: MinuteFacts,
  { freshnessMs, latencyMs }: Pick<SlaTerms, 'freshnessMs' | 'latencyMs'>,
): boolean | null {
  if ((freshnessMs === null && latencyMs === null) || heardAt === null) return null;
  const fresh = freshnessMs === null || end.getTime() - heardAt.getTime() <= freshnessMs;
  const prompt = latencyMs === null || accepted === 0 || lagMs / accepted <= latencyMs;
  return fresh && prompt;
}

/** The newest signal at the end of a minute: the newest of all, or where that came later, the end of the last minute with one. */
export function heardBy(end: Date, newest: Date | null, lastMinute: Date | null): Date | null {
  if (newest && newest < end) return newest;
  return lastMinute ? new Date(lastMinute.getTime() + MINUTE) : null;
}

/** Minutes out of bound, by the length in minutes of the window that ends now. */
export type OutsideBy = Readonly<Record<number, number>>;

export type Burn = { kind: BurnKind; factor: number; long: number; short: number; words: string; burning: boolean };

/**
 * How fast a budget is spent: 1 spends it in exactly 30 days. Minutes that were not measured spend nothing.
 * @param outside minutes out of bound within the window.
 * @param window its length in minutes.
 * @param objective share of minutes that must be within bound, 0 to 1.
 */
export function burnRate(outside: number, window: number, objective: number): number {
  if (outside === 0) return 0;
  return objective >= 1 ? Number.POSITIVE_INFINITY : outside / window / (1 - objective);
}

/** Each burn-rate alert with the rates of its two windows and whether both are at its threshold. */
export const judgeBurns = (outside: OutsideBy, objective: number): Burn[] =>
  BURNS.map(({ kind, factor, long, short, words }) => {
    const rates = {
      long: burnRate(outside[long] ?? 0, long, objective),
      short: burnRate(outside[short] ?? 0, short, objective),
    };
    return { kind, factor, words, ...rates, burning: rates.long >= factor && rates.short >= factor };
  });

/** Least that a budget can be said to have left: ten times overspent. */
const FLOOR = -9;

/** Share of the error budget of 30 days that is left: 1 untouched, 0 and below spent. */
export function freshnessLeft(outside: number, objective: number): number {
  if (outside === 0) return 1;
  // 1 − 0.99 is a little more than 0.01, and what is spent is spent.
  const budget = Math.round(WINDOW_MINUTES * (1 - objective) * 1e6) / 1e6;
  return budget <= 0 ? FLOOR : Math.max(FLOOR, 1 - outside / budget);
}

/** Share of the budget of bad signals that is left; null where none is agreed, and while too few were sent to tell. */
export function qualityLeft(bad: number, sent: number, badShare: number | null): number | null {
  if (badShare === null || sent < LEAST_SENT) return null;
  if (bad === 0) return 1;
  return badShare === 0 ? FLOOR : Math.max(FLOOR, 1 - bad / sent / badShare);
}

/** The strictest share of bad signals that any contract of a source allows; null where none says. */
export const strictestShare = (terms: readonly SlaTerms[]): number | null =>
  terms.reduce<number | null>(
    (least, { badShare }) => (badShare === null ? least : Math.min(least ?? 1, badShare)),
    null,
  );

/** What an error budget that is spent is called in a sentence about its source. */
export const budgetWords = (type: string): string =>
  type === WHOLE_SOURCE ? 'its budget of bad signals' : `its error budget for ${type}`;

/** An alert in one sentence. */
export function alertWords(name: string, type: string, kind: AlertKind, burn?: Burn): string {
  if (kind === 'spent') return `${name} has spent ${budgetWords(type)} of 30 days.`;
  const too = `${name} spends ${budgetWords(type)} too fast for it to last 30 days`;
  if (!burn) return `${too}.`;
  const rate = (value: number) => (Number.isFinite(value) ? `${value.toFixed(1)}×` : 'without end');
  const [long, short] = burn.words.split(' and ');
  return `${too}: ${rate(burn.long)} over ${long} and ${rate(burn.short)} over ${short}.`;
}

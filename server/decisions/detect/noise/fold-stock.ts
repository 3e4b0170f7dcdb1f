import { z } from 'zod';
import { hasHeld, holdOn } from './rules.ts';
import type { ToleranceSetting } from './schema.ts';

/** Two figures of one stock at a moment (ms of event time). `shareApart` in percent of the ledger; value null when unknown. */
export type Gap = { at: number; shareApart: number; valueUsd: number | null };

export const gapStateSchema = z.object({
  at: z.number(),
  apart: z.boolean(),
  raised: z.boolean(),
  streak: z.object({ since: z.number(), readings: z.number() }).nullable(),
  /** The unit cost in USD it was judged by; null when nobody had told one, absent in states of before it was kept. */
  unitCostUsd: z.number().nullable().optional(),
});
export type GapState = z.infer<typeof gapStateSchema>;
export const NO_GAP: GapState = { at: 0, apart: false, raised: false, streak: null };

export type FoldedGap = { state: GapState; verdict: 'quiet' | 'debounced' | 'correlated' | 'raised'; left: boolean };

/** Percent: more than ten million times the ledger is said as that. */
const MOST_APART = 1e9;

/** How far two figures are apart, in percent of the ledger; all of it when the books say there is none. */
export function shareApart(ledger: number, physical: number): number {
  if (ledger === physical) return 0;
  // A ledger of next to nothing would make a share that no JSON holds.
  return ledger === 0 ? 100 : Math.min(MOST_APART, (Math.abs(ledger - physical) / Math.abs(ledger)) * 100);
}

/** Out of tolerance: by more than the share, and worth more than the money. What nobody can price counts as dear. */
const isOut = (gap: Gap, { percent, moneyUsd }: ToleranceSetting): boolean =>
  gap.shareApart > percent && (gap.valueUsd === null || gap.valueUsd > moneyUsd);

/**
 * Takes the figures as they stand now into what is known of a stock. The figures are worked out anew from all that was told,
 * in whatever order it came, so an earlier `at` moves nothing back. Pure.
 */
export function foldGap(state: GapState, gap: Gap, setting: ToleranceSetting): FoldedGap {
  const at = Math.max(state.at, gap.at);
  const apart = isOut(gap, setting) || (state.apart && gap.shareApart > setting.leavePercent);
  if (state.raised && !apart) {
    return { state: { at, apart, raised: false, streak: null }, verdict: 'correlated', left: true };
  }
  if (state.raised) return { state: { ...state, at, apart }, verdict: 'correlated', left: false };
  const streak = holdOn(state.streak, apart, at);
  const raised = hasHeld(streak, at, { minutes: setting.holdMinutes, readings: 1 });
  const verdict = raised ? 'raised' : apart ? 'debounced' : 'quiet';
  return { state: { at, apart, raised, streak: raised ? null : streak }, verdict, left: false };
}

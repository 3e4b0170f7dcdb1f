import { DAY } from '../../core/clock.ts';
import type { Card, QueueRow, Severity } from './schema.ts';

/** What cases are ranked by; `rank-queue.ts` says the same where the rows are. */
export const RANKING = {
  /** Days before the breach from which a case grows more urgent. */
  horizonDays: 14,
  /** What nobody has to answer yields to what somebody has to: its money counts a quarter. */
  settledWeight: 0.25,
  /** What a case whose value nobody knows ranks like, in USD: not first, and not where nobody looks. */
  unknownUsd: 25_000,
} as const;

/** 1 with two weeks or more left, rising to 3 at the breach and staying there. */
export function urgency(millisecondsLeft: number): number {
  const left = Math.min(1, Math.max(0, millisecondsLeft / (RANKING.horizonDays * DAY)));
  return 1 + 2 * (1 - left);
}

/** Money at risk × urgency: what the queue is sorted by. `waits`: the case needs an answer or a hand from people. */
export const rankOf = (valueUsd: number, breachAt: Date, worldAt: Date, waits: boolean): number =>
  Math.round(valueUsd * urgency(breachAt.getTime() - worldAt.getTime()) * (waits ? 1 : RANKING.settledWeight));

/** The value a case is ranked by. */
export const rankedValue = ({ valueAtRisk, valueKnown }: { valueAtRisk: unknown; valueKnown: boolean }): number =>
  valueKnown ? Number(valueAtRisk) : RANKING.unknownUsd;

/** Severity from the value alone, so that it does not flicker as time passes. Null: nobody knows the value. */
export function severityOf(known: number | null): Severity {
  const valueUsd = known ?? RANKING.unknownUsd;
  if (valueUsd >= 250_000) return 'critical';
  if (valueUsd >= 50_000) return 'high';
  return valueUsd >= 5_000 ? 'medium' : 'low';
}

/** What the newest proposal of a case and what came of it say about where the case stands. */
export type StageQuestion = {
  state: string;
  proposalState: string | null;
  decision: { kind: string; saga: string | null } | null;
  actionState: string | null;
  /** Nothing could be proposed: a model may not be used. */
  held?: boolean;
};

/** Where a case stands for the person reading the queue: what, if anything, it waits for. */
export function stageOf({ state, proposalState, decision, actionState, held }: StageQuestion): QueueRow['stage'] {
  if (actionState === 'needs_person') return 'needs-person';
  if (state !== 'open') return 'done';
  if (held) return 'needs-person';
  if (proposalState === 'open') return 'waiting-for-people';
  if (!decision) return 'watching';
  if (decision.kind === 'deny') return 'denied';
  if (decision.kind === 'reject') return 'rejected';
  if (decision.saga === null) return 'watching';
  if (actionState === 'done') return 'done';
  if (actionState === 'failed') return 'needs-person';
  const nothingStands = ['stopped', 'withdrawn', 'rolled_back', 'closed_by_person'];
  return actionState && nothingStands.includes(actionState) ? 'watching' : 'in-action';
}

type May = Card['may'];

/** What a person may do about a case now; what they may not, says why. `refusals` are sentences, null where it is allowed. */
export function mayFrom(refusals: Record<keyof May, string | null>): May {
  const answer = (why: string | null) => ({ allowed: why === null, why });
  return {
    approve: answer(refusals.approve),
    modify: answer(refusals.modify),
    override: answer(refusals.override),
    reject: answer(refusals.reject),
    assign: answer(refusals.assign),
  };
}

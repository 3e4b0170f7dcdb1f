import { DAY } from '../../core/clock.ts';
import type { Severity } from './schema.ts';

/** Days before the breach from which a case grows more urgent. */
const HORIZON_DAYS = 14;

/** 1 with two weeks or more left, rising to 3 at the breach and staying there. */
export function urgency(millisecondsLeft: number): number {
  const left = Math.min(1, Math.max(0, millisecondsLeft / (HORIZON_DAYS * DAY)));
  return 1 + 2 * (1 - left);
}

/** Money at risk × urgency: what the queue is sorted by. */
export const rankOf = (valueUsd: number, breachAt: Date, worldAt: Date): number =>
  Math.round(valueUsd * urgency(breachAt.getTime() - worldAt.getTime()));

/** Severity in words, from the value alone, so that it does not flicker as time passes. */
export function severityOf(valueUsd: number): Severity {
  if (valueUsd >= 250_000) return 'critical';
  if (valueUsd >= 50_000) return 'high';
  return valueUsd >= 5_000 ? 'medium' : 'low';
}

import { DAY } from '../../core/clock.ts';
import type { RetentionKind, RetentionValues } from './schema.ts';

/** The same day so many months earlier, in UTC, at the same time; the last day of the month where it has no such day. */
export function monthsBefore(now: Date, months: number): Date {
  const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1));
  const days = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const day = Math.min(now.getUTCDate(), days);
  return new Date(first.getTime() + (day - 1) * DAY + (now.getTime() % DAY));
}

/** The instants before which rows go. Pure. */
export const cutoffsOf = (
  { feedDays, countDays, noteMonths }: RetentionValues,
  now: Date,
): Record<RetentionKind, Date> => ({
  feed: new Date(now.getTime() - feedDays * DAY),
  counts: new Date(now.getTime() - countDays * DAY),
  notes: monthsBefore(now, noteMonths),
});

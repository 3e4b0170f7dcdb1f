import type { AppliedLine } from '../../events/world/schema.ts';
import type { Stream, StreamTime } from './queries.ts';

export type DueWatch = {
  /** Whether world time may have passed the due instant of a line in no case: the store is asked only then. */
  mayBeOverdue(times: readonly StreamTime[]): boolean;
  /** Lines that signals told of. */
  tell(lines: readonly AppliedLine[]): void;
  /** Lines have changed by other ways: the store is asked from now on. */
  doubt(): void;
};

/** Watches the first due instant of each stream through a batch, so that a batch in which nothing is due asks for nothing. */
export function watchDue(streams: readonly Stream[]): DueWatch {
  const first = new Map<string, number>();
  for (const { source, dueAt } of streams) if (dueAt) first.set(source, dueAt.getTime());
  let doubtful = false;
  return {
    mayBeOverdue: (times) =>
      doubtful ||
      times.some(({ source, worldAt }) => (first.get(source) ?? Number.POSITIVE_INFINITY) <= worldAt.getTime()),
    tell: (lines) => {
      for (const { source, after } of lines) {
        if (after.deliveredAt || after.disruptionId) continue;
        first.set(source, Math.min(after.dueAt.getTime(), first.get(source) ?? Number.POSITIVE_INFINITY));
      }
    },
    doubt: () => {
      doubtful = true;
    },
  };
}

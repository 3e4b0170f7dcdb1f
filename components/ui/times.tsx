'use client';

import {
  formatAbsolute,
  formatDate,
  formatDuration,
  formatDurationLong,
  formatTimeLeft,
  formatUtc,
  formatWorldTime,
} from './format.ts';
import styles from './ui.module.css';
import { useHydrated } from './use-hydrated.ts';
import { useNow } from './use-now.ts';

type Instant = string | Date;
const asDate = (at: Instant) => (typeof at === 'string' ? new Date(at) : at);

/*
 * React leaves server-written text as it is when it differs at take-over; the key makes the browser write its own.
 */

/** How long ago something happened on the wall clock, ticking; the absolute time with its zone on hover. */
export function Age({ at, suffix }: { at: Instant /** " ago", " old" */; suffix?: string }) {
  const date = asDate(at);
  const now = useNow();
  const hydrated = useHydrated();
  return (
    <time
      key={hydrated ? 'here' : 'sent'}
      dateTime={date.toISOString()}
      title={hydrated ? formatAbsolute(date) : undefined}
      className={styles.nowrap}
      suppressHydrationWarning
    >
      {formatDuration(now - date.getTime())}
      {suffix}
    </time>
  );
}

/** Time until a wall-clock instant, ticking: the grace period, "reversible until". Says `past` once it is over. */
export function Countdown({ until, past = 'over' }: { until: Instant; past?: string }) {
  const date = asDate(until);
  const left = date.getTime() - useNow();
  const hydrated = useHydrated();
  return (
    <time
      key={hydrated ? 'here' : 'sent'}
      dateTime={date.toISOString()}
      title={hydrated ? formatAbsolute(date) : undefined}
      className={styles.nowrap}
      suppressHydrationWarning
    >
      {left > 0 ? formatDurationLong(left) : past}
    </time>
  );
}

/** A time of the world the facts speak of, in UTC: "14 Mar 2009 10:20". `date` leaves the hour away. */
export function WorldTime({ at, date: dateOnly }: { at: Instant; date?: boolean }) {
  const date = asDate(at);
  return (
    <time dateTime={date.toISOString()} title={`World time ${formatUtc(date)}`} className={styles.nowrap}>
      {dateOnly ? formatDate(date) : formatWorldTime(date)}
    </time>
  );
}

/** A wall-clock time written out, in UTC: for records and the audit trail; the reader's own zone on hover. */
export function Stamp({ at }: { at: Instant }) {
  const date = asDate(at);
  const hydrated = useHydrated();
  return (
    <time
      dateTime={date.toISOString()}
      title={hydrated ? formatAbsolute(date) : undefined}
      className={styles.nowrap}
      suppressHydrationWarning
    >
      {formatUtc(date)}
    </time>
  );
}

/** The clock of a case, in world time: "6 h left", "2 d over". Urgency is in the words first, then in weight and colour. */
export function TimeLeft({ breachAt, worldAt }: { breachAt: Instant; worldAt: Instant }) {
  const date = asDate(breachAt);
  const { words, tone } = formatTimeLeft(date, asDate(worldAt));
  return (
    <time
      dateTime={date.toISOString()}
      title={`Breach: ${formatUtc(date)} (world time)`}
      className={styles.nowrap}
      data-tone={tone}
    >
      {words}
    </time>
  );
}

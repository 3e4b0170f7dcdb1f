/** Whence a band: the reading tells it, the goods in the thing are described with it, or it is set for the measure. */
export const BAND_FROM = ['signal', 'item', 'setting'] as const;
export type BandFrom = (typeof BAND_FROM)[number];

/** A band with bounds that may be open. `from` is absent where nobody looked yet, and in states of before it was kept. */
export type Band = { low: number | null; high: number | null; from?: BandFrom | undefined };

/** Deadband: a change smaller than `width` is no change. Null when there was no figure before. */
export const isNoChange = (before: number | null, value: number, width: number): boolean =>
  before !== null && Math.abs(value - before) < width;

/** How far a figure lies beyond a band: 0 inside, positive outside, in its own unit. */
export function beyond({ low, high }: Band, value: number): number {
  if (high !== null && value > high) return value - high;
  if (low !== null && value < low) return low - value;
  return 0;
}

/**
 * Hysteresis: outside begins past a bound and ends only `margin` inside it, so that a figure that trembles on the bound does not
 * come and go. A margin wider than half the band is cut to it, or nothing could ever end.
 */
export function isOutside(was: boolean, band: Band, value: number, margin: number): boolean {
  if (beyond(band, value) > 0) return true;
  if (!was) return false;
  const { low, high } = band;
  const inset = low !== null && high !== null ? Math.min(margin, (high - low) / 2) : margin;
  return (high !== null && value > high - inset) || (low !== null && value < low + inset);
}

/** How long a condition has held without a break. Times in ms of event time. */
export type Streak = { since: number; readings: number };

/** Debounce: the streak after one more fact, null when the condition does not hold. */
export const holdOn = (streak: Streak | null, holds: boolean, at: number): Streak | null =>
  holds ? { since: streak?.since ?? at, readings: (streak?.readings ?? 0) + 1 } : null;

/** Debounce: whether a streak has held for long enough and in enough readings. */
export const hasHeld = (streak: Streak | null, at: number, least: { minutes: number; readings: number }): boolean =>
  streak !== null && streak.readings >= least.readings && at - streak.since >= least.minutes * 60_000;

/** Correlation: whether something of the same cause at `at` belongs to what was last heard of at `lastAt`. */
export const isSameCause = (lastAt: number, at: number, windowMinutes: number): boolean =>
  at - lastAt <= windowMinutes * 60_000;

import { formatLag } from '../ui/format.ts';

/** An hour of a source and type: signals accepted, and their mean lag in milliseconds. */
export type RateHour = { at: string; accepted: number; lagMs: number | null };

export type RateChart = {
  /** Every hour of the day before now; one in which nothing came is zero, its lag a gap. */
  points: { at: string; accepted: number; lagSeconds: number | null }[];
  ticks: number[];
  /** None where no lag was measured: then there is no line and no axis for it. */
  lagTicks: number[];
  /** Places of points whose lag has none beside it: no line reaches them, so each is a dot. */
  lone: number[];
  hours: { at: string; label: string }[];
  words: string;
};

const HOUR = 3_600_000;
const HOURS = 24;

/** A round number not below a value: 1, 2 or 5 times a power of ten. */
function roundUp(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((one) => one * power >= value) ?? 10;
  return step * power;
}

const clock = (at: number): string => `${String(new Date(at).getUTCHours()).padStart(2, '0')}:00`;

/**
 * Signals an hour and their lag over the last 24 hours.
 * @param now wall time as the server said it.
 * @returns null when nothing came in that time.
 */
export function prepareSignalRate(hours: readonly RateHour[], now: string): RateChart | null {
  const end = Math.floor(Date.parse(now) / HOUR) * HOUR;
  const byHour = new Map(hours.map((hour) => [Date.parse(hour.at), hour]));
  const points = Array.from({ length: HOURS }, (_, n) => {
    const at = end - (HOURS - 1 - n) * HOUR;
    const hour = byHour.get(at);
    const lag = hour?.lagMs ?? null;
    return {
      at: new Date(at).toISOString(),
      accepted: hour?.accepted ?? 0,
      lagSeconds: lag === null ? null : lag / 1_000,
    };
  });
  const total = points.reduce((sum, point) => sum + point.accepted, 0);
  if (total === 0) return null;
  const most = roundUp(Math.max(...points.map(({ accepted }) => accepted)));
  const lags = points.flatMap(({ lagSeconds }) => lagSeconds ?? []);
  const slowest = Math.max(0, ...lags);
  const marks = [0, 8, 16, HOURS - 1].flatMap((n) => points[n] ?? []);
  return {
    points,
    ticks: [0, most / 2, most],
    lagTicks: lags.length ? [0, roundUp(slowest)] : [],
    lone: points.flatMap(({ lagSeconds }, n) =>
      lagSeconds !== null &&
      (points[n - 1]?.lagSeconds ?? null) === null &&
      (points[n + 1]?.lagSeconds ?? null) === null
        ? [n]
        : [],
    ),
    hours: marks.map(({ at }) => ({ at, label: clock(Date.parse(at)) })),
    words: `${total} signals in the last 24 hours, at most ${Math.max(...points.map(({ accepted }) => accepted))} in one; ${lags.length ? `mean lag at most ${formatLag(slowest * 1_000)}` : 'lag is not measured'}.`,
  };
}

import { formatDate } from '../ui/format.ts';

/** A day as the card hands it over: whole USD at risk on that day. */
export type RiskDay = { day: string; nothingDoneUsd: number; proposalUsd: number };

export type RiskSeriesKey = 'nothingDone' | 'proposal';
export type RiskPoint = { day: string } & Record<RiskSeriesKey, number | null>;

/** What the chart draws, decided here and nowhere else. */
export type RiskChart = {
  points: RiskPoint[];
  /** Values for the money axis, rising from 0, with their labels in one unit. */
  ticks: { value: number; label: string }[];
  /** First, middle and last day, as day and month. */
  days: { day: string; label: string }[];
  /** Both series, the one that ends higher first, each with the words at its end; `lift` keeps two close ones apart, in lines of text. */
  ends: { key: RiskSeriesKey; day: string; value: number; label: string; lift: number }[];
  /** The day on which the first promise breaks, when it lies within the chart. */
  breachDay: string | null;
  /** The chart as a sentence, for those who do not see it. */
  words: string;
};

const NAMES: Record<RiskSeriesKey, string> = { nothingDone: 'nothing done', proposal: 'with the proposal' };
const DAY_MS = 86_400_000;
/** Longer than this a day-by-day line says nothing more; the rest of a year is a typing error in the facts. */
const MAX_DAYS = 366;

/** Ends nearer to each other than this share of half the axis would write over one another. */
const TOO_CLOSE = 0.3;

/** Day and month; the year stands elsewhere on the card. */
const dayLabel = (day: string): string => formatDate(new Date(day)).replace(/ \d+$/, '');

const unitOf = (largest: number): { divisor: number; suffix: string } => {
  if (largest >= 1_000_000) return { divisor: 1_000_000, suffix: 'M' };
  return largest >= 1_000 ? { divisor: 1_000, suffix: 'k' } : { divisor: 1, suffix: '' };
};

const amount = (value: number, { divisor, suffix }: ReturnType<typeof unitOf>): string =>
  `$${Number((value / divisor).toFixed(value / divisor < 10 ? 1 : 0))}${value === 0 ? '' : suffix}`;

/** The smallest of 1, 2, 2.5 or 5 times a power of ten that is not below `value`. */
const roundUp = (value: number): number => {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 2.5, 5, 10].find((step) => step * power >= value) ?? 10) * power;
};

const finiteOrGap = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) && value >= 0 ? value : null;

const lastKnown = (points: RiskPoint[], key: RiskSeriesKey) => {
  const point = points.findLast((p) => p[key] !== null);
  return point ? { key, day: point.day, value: point[key] ?? 0 } : null;
};

/** Every day between the first and the last, so that a missing one stays a gap in the line. */
function withGaps(byDay: readonly RiskDay[]): RiskPoint[] {
  const known = new Map(byDay.map((day) => [day.day, day]));
  const sorted = [...known.keys()].sort();
  const first = Date.parse(sorted[0] ?? '');
  const last = Date.parse(sorted.at(-1) ?? '');
  const count = Math.min(Math.round((last - first) / DAY_MS) + 1, MAX_DAYS);
  return Array.from({ length: count }, (_, index) => {
    const day = new Date(first + index * DAY_MS).toISOString().slice(0, 10);
    const value = known.get(day);
    return { day, nothingDone: finiteOrGap(value?.nothingDoneUsd), proposal: finiteOrGap(value?.proposalUsd) };
  });
}

/**
 * prepareValueAtRisk decides units, order, gaps and labels of the chart "money at risk by day". No data is a gap, not
 * zero; fewer than two known days are no chart (null), and the caller says so in a sentence.
 * @param byDay USD by world day, in any order
 * @param breachAt world time at which the first promise breaks, ISO 8601
 */
export function prepareValueAtRisk(byDay: readonly RiskDay[], breachAt: string | null): RiskChart | null {
  const points = byDay.length > 0 ? withGaps(byDay) : [];
  const values = points.flatMap((p) => [p.nothingDone, p.proposal]).filter((v) => v !== null);
  if (points.filter((p) => p.nothingDone !== null || p.proposal !== null).length < 2) return null;

  const largest = Math.max(...values, 1);
  const step = roundUp(largest / 2);
  const unit = unitOf(step * 2);

  const ends = [lastKnown(points, 'nothingDone'), lastKnown(points, 'proposal')]
    .filter((end) => end !== null)
    .sort((a, b) => b.value - a.value)
    .map((end, place, [higher, lower]) => ({
      ...end,
      label: `${amount(end.value, unitOf(end.value))} ${NAMES[end.key]}`,
      lift: higher && lower && higher.value - lower.value < step * TOO_CLOSE ? (place === 0 ? 0.5 : -0.5) : 0,
    }));
  const marked = [points[0], points[Math.floor((points.length - 1) / 2)], points.at(-1)].filter((p) => p !== undefined);
  const breachDay = breachAt?.slice(0, 10) ?? null;
  const lastDay = points.at(-1)?.day ?? '';

  return {
    points,
    ticks: [0, step, step * 2].map((value) => ({ value, label: amount(value, unit) })),
    days: [...new Set(marked.map((p) => p.day))].map((day) => ({ day, label: dayLabel(day) })),
    ends,
    breachDay: breachDay && points.some((p) => p.day === breachDay) ? breachDay : null,
    words: `Money at risk by ${dayLabel(lastDay)}: ${ends.map((end) => end.label).join(', ')}.`,
  };
}

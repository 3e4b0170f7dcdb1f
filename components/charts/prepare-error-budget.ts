import { formatDate } from '../ui/format.ts';

/** An hour of a source and type, as the health of a source hands it over. */
export type BudgetHour = { at: string; measured: number; outside: number };

export type BudgetPoint = { at: string; left: number };

/** What the chart draws, decided here and nowhere else. */
export type BudgetChart = {
  /** What was left of the budget at the beginning and the end of each stretch of measured hours, in percent, and at each hour between. */
  points: BudgetPoint[];
  ticks: { value: number; label: string }[];
  days: { at: string; label: string }[];
  /** The words at the end of the line. */
  end: string;
  tone: 'ok' | 'spent';
  /** The chart as a sentence, for those who do not see it. */
  words: string;
};

const HOUR = 3_600_000;
const WINDOW_MINUTES = 30 * 24 * 60;
/** How far below nothing the axis goes. */
const FLOOR = -100;

const dayOf = (at: string): string => formatDate(new Date(at)).replace(/ \d{4}$/, '');

/**
 * The burn-down of an error budget over the hours that were measured: 100 % untouched, 0 % spent.
 * @param objective share of minutes that must be within bound, 0 to 1.
 * @returns null when nothing was measured: no data is no line.
 */
export function prepareErrorBudget(hours: readonly BudgetHour[], objective: number): BudgetChart | null {
  const measured = hours.filter((hour) => hour.measured > 0);
  const [first] = measured;
  if (!first) return null;
  // 1 − 0.99 is a little more than 0.01, and what is spent is spent.
  const budget = Math.round(WINDOW_MINUTES * (1 - objective) * 1e6) / 1e6;
  let outside = 0;
  const points: BudgetPoint[] = [{ at: new Date(first.at).toISOString(), left: 100 }];
  for (const hour of measured) {
    const before = points.at(-1);
    if (before && before.at < new Date(hour.at).toISOString())
      points.push({ ...before, at: new Date(hour.at).toISOString() });
    outside += hour.outside;
    const left = outside === 0 ? 100 : budget <= 0 ? FLOOR : 100 * (1 - outside / budget);
    points.push({ at: new Date(Date.parse(hour.at) + HOUR).toISOString(), left: Math.max(FLOOR, left) });
  }
  const last = points.at(-1) ?? { at: first.at, left: 100 };
  const least = Math.min(...points.map(({ left }) => left));
  const values = least < 0 ? [FLOOR, 0, 50, 100] : [0, 50, 100];
  // Rounded down, as in the figures beside it, so that 100 % is untouched.
  const left = last.left > 0 ? `${Math.floor(last.left)} % left` : 'spent';
  const ends = [first.at, last.at];
  return {
    points,
    ticks: values.map((value) => ({ value, label: `${value} %` })),
    days:
      dayOf(first.at) === dayOf(last.at)
        ? [{ at: first.at, label: dayOf(first.at) }]
        : ends.map((at) => ({ at, label: dayOf(at) })),
    end: left,
    tone: last.left > 0 ? 'ok' : 'spent',
    words: `Error budget from ${dayOf(first.at)} to ${dayOf(last.at)}: ${left}, ${outside} of ${measured.reduce((sum, hour) => sum + hour.measured, 0)} measured minutes out of bound.`,
  };
}

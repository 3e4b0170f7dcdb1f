import { formatDate } from '../ui/format.ts';

/** A projected day as the server hands it over: stock at its end, in the unit of the position. */
export type StockDay = { day: string; supply: number; orders: number; forecast: number; stock: number };

/** What the chart draws, decided here and nowhere else. */
export type StockChart = {
  points: { day: string; stock: number; short: number | null }[];
  /** Values for the axis, rising, zero among them. */
  ticks: { value: number; label: string }[];
  domain: [number, number];
  /** First, middle and last day, as day and month. */
  days: { day: string; label: string }[];
  /** Days on which something comes. */
  supplies: { day: string; stock: number; label: string }[];
  end: { day: string; stock: number; label: string };
  shortDay: string | null;
  /** The chart as a sentence, for those who do not see it. */
  words: string;
};

const MARKS = 3;
const figure = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1, notation: 'compact' });
const label = (value: number): string => figure.format(value).replace('-', '−');
const dayLabel = (day: string): string => formatDate(new Date(day)).replace(/ \d+$/, '');

/** The smallest of 1, 2, 2.5 or 5 times a power of ten that is not below `value`. */
const roundUp = (value: number): number => {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 2.5, 5, 10].find((step) => step * power >= value) ?? 10) * power;
};

/**
 * prepareStockProjection decides axis, marks and words of the chart "stock by day". Below zero is what cannot be covered.
 * @param days projected days in order, without gaps
 * @param unit of stock, for the words
 * @returns null with fewer than two days: one point is no line, and the caller says so in a sentence.
 */
export function prepareStockProjection(days: readonly StockDay[], unit: string): StockChart | null {
  const [first] = days;
  const last = days.at(-1);
  if (!first || !last || days.length < 2) return null;
  const most = Math.max(0, ...days.map(({ stock }) => stock));
  const least = Math.min(0, ...days.map(({ stock }) => stock));
  const step = roundUp(Math.max(most - least, 1) / 2);
  const top = Math.ceil(most / step) * step;
  const bottom = Math.floor(least / step) * step || 0;
  const ticks = Array.from({ length: Math.round((top - bottom) / step) + 1 }, (_, n) => bottom + n * step);
  const middle = days[Math.floor((days.length - 1) / 2)] ?? first;
  const shortDay = days.find(({ stock }) => stock < 0)?.day ?? null;
  const greatest = days
    .filter(({ supply }) => supply > 0)
    .toSorted((a, b) => b.supply - a.supply)
    .slice(0, MARKS);
  return {
    points: days.map(({ day, stock }) => ({ day, stock, short: stock < 0 ? stock : null })),
    ticks: ticks.map((value) => ({ value, label: label(value) })),
    domain: [bottom, top],
    days: [...new Set([first.day, middle.day, last.day])].map((day) => ({ day, label: dayLabel(day) })),
    supplies: greatest
      .toSorted((a, b) => (a.day < b.day ? -1 : 1))
      .map(({ day, stock, supply }) => ({ day, stock, label: `+${label(supply)}` })),
    end: { day: last.day, stock: last.stock, label: `${label(last.stock)} on ${dayLabel(last.day)}` },
    shortDay,
    words:
      `Stock from ${dayLabel(first.day)} to ${dayLabel(last.day)}: ${label(first.stock)} ${unit} at the end of the first day, ` +
      `${label(last.stock)} ${unit} at the end of the last; ${shortDay ? `below zero from ${dayLabel(shortDay)}` : 'never below zero'}.`,
  };
}

import { DAY } from '../../../core/clock.ts';
import { tidy } from './rules.ts';

/** Something that adds to stock or takes from it. Quantities are positive; `kind` says the direction. */
export type StockFlow = {
  kind: 'purchase-order' | 'shipment' | 'production-order' | 'customer-order';
  /** Order or shipment, as people name it. */
  name: string;
  quantity: number;
  /** Day on which it counts, YYYY-MM-DD. */
  day: string;
};

/** Need expected in a span of days. `quantity` is for the whole span. */
export type ForecastSpan = { from: string; days: number; quantity: number };

/** Usable stock at the start, in one unit with all flows. */
export type StockStart = { onHand: number; blocked: number };

export type ProjectedDay = {
  /** YYYY-MM-DD. */
  day: string;
  supply: number;
  orders: number;
  /** Forecast that orders have not consumed. */
  forecast: number;
  /** Stock at the end of the day; below zero is what could not be covered. */
  stock: number;
};

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
const SUPPLY: ReadonlySet<StockFlow['kind']> = new Set(['purchase-order', 'shipment', 'production-order']);

/**
 * Projects stock day by day: usable stock at the start, plus what comes, less what is ordered, less what is forecast beyond orders.
 *
 * Forecast consumption: an order is part of the demand that the forecast of its span foresaw, so orders due in a span consume
 * its forecast, and only the rest is added to them, spread evenly over the days of the span that lie ahead (APICS Dictionary,
 * "forecast consumption"). Of a span that has begun, the share of the days ahead counts. Where spans overlap, the first one in
 * the list that covers a day has it, so hand them in newest first. What is overdue counts on the first day. Stock that quality
 * has blocked does not count.
 * @param from first day, YYYY-MM-DD; `days` how many, at least one.
 */
export function projectStock(
  { onHand, blocked }: StockStart,
  flows: readonly StockFlow[],
  forecast: readonly ForecastSpan[],
  from: string,
  days: number,
): ProjectedDay[] {
  const calendar = calendarOf(from, days);
  const rows = new Map(calendar.map((day) => [day, { supply: 0, orders: 0, forecast: 0 }]));
  for (const { kind, quantity, day } of flows) {
    const row = rows.get(day < from ? from : day);
    if (!row) continue;
    if (SUPPLY.has(kind)) row.supply += quantity;
    else row.orders += quantity;
  }
  const spans = assignDays(forecast, calendar);
  for (const [{ quantity, days: length }, own] of spans) {
    const ordered = own.reduce((sum, day) => sum + (rows.get(day)?.orders ?? 0), 0);
    const ahead = (quantity / length) * own.length;
    const rest = Math.max(0, ahead - ordered) / own.length;
    for (const day of own) {
      const row = rows.get(day);
      if (row) row.forecast = rest;
    }
  }
  let stock = onHand - blocked;
  return calendar.map((day) => {
    const { supply, orders, forecast: rest } = rows.get(day) ?? { supply: 0, orders: 0, forecast: 0 };
    stock += supply - orders - rest;
    return { day, supply: tidy(supply), orders: tidy(orders), forecast: tidy(rest), stock: tidy(stock) };
  });
}

const calendarOf = (from: string, days: number): string[] => Array.from({ length: days }, (_, n) => dayAfter(from, n));

/** The spans that speak of some day ahead, once newer ones have taken theirs. */
export const spansInUse = <Span extends ForecastSpan>(
  forecast: readonly Span[],
  from: string,
  days: number,
): Span[] => {
  const used = assignDays(forecast, calendarOf(from, days));
  return forecast.filter((span) => used.has(span));
};

/** The days ahead that each span speaks of: a day belongs to the first span that covers it. */
function assignDays(forecast: readonly ForecastSpan[], calendar: readonly string[]): Map<ForecastSpan, string[]> {
  const spans = new Map<ForecastSpan, string[]>();
  for (const day of calendar) {
    const span = forecast.find(({ from, days }) => day >= from && day < dayAfter(from, days));
    if (span) spans.set(span, [...(spans.get(span) ?? []), day]);
  }
  return spans;
}

/** The first projected day on which stock falls below zero, or null. */
export const firstShortDay = (projection: readonly ProjectedDay[]): string | null =>
  projection.find(({ stock }) => stock < 0)?.day ?? null;

/**
 * Days of supply: on hand ÷ mean daily demand (SCOR, AM.1.1 in days of supply).
 * @param demand over `days` days, in the unit of stock.
 * @returns null when there is no demand to divide by.
 */
export const daysOfCover = (onHand: number, demand: number, days: number): number | null =>
  demand > 0 && days > 0 ? onHand / (demand / days) : null;

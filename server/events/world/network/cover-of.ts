import { daysOfCover, type ProjectedDay, tidy } from '../stock/index.ts';
import type { PositionView } from './schema.ts';

/**
 * Days of supply of usable stock: by what was issued in the past days; where nothing was, by orders and forecast of the days ahead.
 * @param issued quantity over days, or undefined when nothing moved.
 */
export function coverOf(
  usable: number | null,
  issued: { quantity: number; days: number } | undefined,
  projection: readonly ProjectedDay[],
): PositionView['cover'] {
  const ahead = projection.reduce((sum, { orders, forecast }) => sum + orders + forecast, 0);
  const demand =
    issued && issued.quantity > 0
      ? { basis: 'issues' as const, ...issued }
      : ahead > 0
        ? { basis: 'forecast' as const, quantity: ahead, days: projection.length }
        : null;
  if (usable === null || !demand) return { days: null, basis: 'none', demandPerDay: null, overDays: 0 };
  const days = daysOfCover(usable, demand.quantity, demand.days);
  return {
    days: days === null ? null : Math.round(days * 10) / 10,
    basis: demand.basis,
    demandPerDay: tidy(demand.quantity / demand.days),
    overDays: demand.days,
  };
}

import { DAY, HOUR } from '../../core/clock.ts';
import { type Scenario, WORLD_START } from './constants.ts';
import { diceOf } from './make-shipment.ts';
import { type Fact, type Position, STOCK_START } from './make-stock.ts';

/** A distribution centre repacks goods every other day, and quality looks into a lot every fifth. */
const REPACK_EVERY_DAYS = 2;
const LOT_EVERY_DAYS = 5;
const REPACK_TAKES_DAYS = 4;
const LOT_TAKES_DAYS = 2;

const iso = (at: number) => new Date(at).toISOString().slice(0, 10);

/** What distribution centres repack and what quality judges, as begun on one day. `day` counts from the beginning of the world. */
export function plantOn(day: number, positions: readonly Position[], { seed }: Scenario): Fact[] {
  const start = WORLD_START + day * DAY + 7 * HOUR;
  if (start < STOCK_START || !positions.length) return [];
  const dice = diceOf(seed ^ 0x3c6ef372, day);
  const [repacked, judged] = [dice.pick(positions), dice.pick(positions)];
  return [
    ...(day % REPACK_EVERY_DAYS === 0 ? repackOf(day, start, repacked) : []),
    ...(day % LOT_EVERY_DAYS === 0 ? lotOf(day, start, judged) : []),
  ];
}

function repackOf(day: number, start: number, { item, site, unit, region, perDay }: Position): Fact[] {
  const orderNumber = `PRD-${7_000 + day}`;
  const quantity = Math.max(1, Math.round(perDay));
  const [begin, end] = [start + DAY, start + REPACK_TAKES_DAYS * DAY];
  const order = { orderNumber, item, site, quantity, unit, start: iso(begin), finish: iso(end) };
  const told = (state: string, at: number): Fact => ({
    id: `${orderNumber}-${state}`,
    type: 'production-order.scheduled',
    subject: orderNumber,
    region,
    happenedAt: at,
    knownAt: at,
    data: { ...order, state },
  });
  const received: Fact = {
    id: `${orderNumber}-received`,
    type: 'stock.moved',
    subject: orderNumber,
    region,
    happenedAt: end,
    knownAt: end,
    data: { item, site, lot: null, quantity, unit, reason: 'receipt', reference: orderNumber },
  };
  return [told('planned', start), told('started', begin), told('finished', end), received];
}

function lotOf(day: number, start: number, { item, site, unit, region, perDay }: Position): Fact[] {
  const lot = `L-${1_000 + day}`;
  const told = (status: string, at: number): Fact => ({
    id: `lot-${lot}-${status}`,
    type: 'quality-lot.judged',
    subject: lot,
    region,
    happenedAt: at,
    knownAt: at,
    data: { lot, item, site, quantity: Math.max(1, Math.round(perDay * 2)), unit, status, reason: null },
  });
  return [told('restricted', start), told('released', start + LOT_TAKES_DAYS * DAY)];
}

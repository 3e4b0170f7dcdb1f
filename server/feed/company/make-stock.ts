import { DAY, HOUR } from '../../core/clock.ts';
import { regionOf } from '../scms/constants.ts';
import { DESTINATIONS, HISTORY_DAYS, ITEMS, type Scenario, SHIPMENTS_PER_DAY, WORLD_START } from './constants.ts';
import { diceOf, type MadeLine, makeShipment } from './make-shipment.ts';
import type { Lane } from './measure-lanes.ts';

/** Something the company's system knows, before it is posted. Instants in ms of world time. */
export type Fact = {
  id: string;
  type: string;
  subject: string;
  region?: string;
  happenedAt: number;
  knownAt: number;
  data: object;
};

/** From here on the company tells of its stock. Deliveries before it are in the first count. */
export const STOCK_START = WORLD_START + (HISTORY_DAYS - 21) * DAY;
/** Shipments from which the usual need of a position is measured. */
const MEASURED_DAYS: [number, number] = [60, 140];
/** Days of usual need in the first count. */
const FIRST_COVER = 25;
/** What was delivered is used up in parts, so many days after. */
const USED_AFTER_DAYS = [4, 9];
const FORECAST_EVERY_DAYS = 7;
const FORECAST_DAYS = 28;
const CUSTOMER_ORDERS_PER_DAY = 6;

/** An item at a distribution centre, and how much of it goes a day. */
export type Position = { item: string; unit: string; site: string; region: string; customer: string; perDay: number };

const iso = (at: number) => new Date(at).toISOString().slice(0, 10);
const atLeastOne = (quantity: number) => Math.max(1, Math.round(quantity));

/** Where the company keeps what, and how much of it goes a day: measured on a stretch of its own deliveries. */
export function measurePositions(scenario: Scenario, lanes: ReadonlyMap<string, Lane>): Position[] {
  const sums = new Map<string, number>();
  const [from, to] = MEASURED_DAYS;
  for (let n = from * SHIPMENTS_PER_DAY; n < to * SHIPMENTS_PER_DAY; n += 1) {
    for (const { line } of makeShipment(n, scenario, lanes)) {
      const key = `${line.item}|${line.destination}`;
      sums.set(key, (sums.get(key) ?? 0) + line.quantity);
    }
  }
  return Object.values(ITEMS).flatMap(({ name, packUnit }) =>
    DESTINATIONS.flatMap(({ city, country, customer }) => {
      const site = `${city}, ${country}`;
      const perDay = (sums.get(`${name}|${site}`) ?? 0) / (to - from);
      return perDay > 0 ? [{ item: name, unit: packUnit, site, region: regionOf(country), customer, perDay }] : [];
    }),
  );
}

/** The first count of every position, when the company begins to tell of its stock. */
export const firstCounts = (positions: readonly Position[]): Fact[] =>
  positions.map(({ item, unit, site, region, perDay }, p) => ({
    id: `stock-${p}-counted`,
    type: 'stock.counted',
    subject: item,
    region,
    happenedAt: STOCK_START,
    knownAt: STOCK_START,
    data: {
      item,
      site,
      lot: null,
      basis: 'ledger',
      quantity: atLeastOne(perDay * FIRST_COVER),
      unit,
      reserved: null,
    },
  }));

/** What a delivery does to stock: it comes in, and is used up in parts. */
export function stockOf({ line, deliveredAt, recordedAt }: MadeLine): Fact[] {
  if (deliveredAt < STOCK_START) return [];
  const part = Math.floor(line.quantity / USED_AFTER_DAYS.length);
  const move = (
    what: string,
    at: number,
    knownAt: number,
    quantity: number,
    reason: string,
    reference: string,
  ): Fact => ({
    id: `line-${line.lineNumber}-${what}`,
    type: 'stock.moved',
    subject: line.shipment,
    region: line.region,
    happenedAt: at,
    knownAt,
    data: {
      item: line.item,
      site: line.destination,
      lot: null,
      quantity,
      unit: line.packUnit,
      reason,
      reference,
    },
  });
  return [
    move('received', deliveredAt, recordedAt, line.quantity, 'receipt', line.shipment),
    ...USED_AFTER_DAYS.map((days, n) => {
      const at = deliveredAt + days * DAY;
      const quantity = n === 0 ? line.quantity - part * (USED_AFTER_DAYS.length - 1) : part;
      return move(`issued-${n + 1}`, at, at + HOUR, -quantity, 'issue', line.customer);
    }),
  ].filter(({ data }) => (data as { quantity: number }).quantity !== 0);
}

/** What customers want and what planners expect on one day. `day` counts from the beginning of the world. */
export function demandOn(day: number, positions: readonly Position[], { seed }: Scenario): Fact[] {
  const start = WORLD_START + day * DAY;
  if (start < STOCK_START || !positions.length) return [];
  return [...forecastsOn(day, start, positions, seed), ...ordersOn(day, start, positions, seed)];
}

function forecastsOn(day: number, start: number, positions: readonly Position[], seed: number): Fact[] {
  return positions.flatMap(({ item, site, unit, region, perDay }, p): Fact[] => {
    if ((day + p) % FORECAST_EVERY_DAYS !== 0) return [];
    const at = start + 6 * HOUR;
    const quantity = atLeastOne(perDay * FORECAST_DAYS * (diceOf(seed + p, day).int(92, 108) / 100));
    const data = { item, site, from: iso(start), days: FORECAST_DAYS, quantity, unit, model: null };
    return [
      {
        id: `forecast-${p}-${day}`,
        type: 'demand.forecasted',
        subject: item,
        region,
        happenedAt: at,
        knownAt: at,
        data,
      },
    ];
  });
}

function ordersOn(day: number, start: number, positions: readonly Position[], seed: number): Fact[] {
  return Array.from({ length: CUSTOMER_ORDERS_PER_DAY }, (_, n) => {
    const dice = diceOf(seed ^ 0x5f5e100, day * CUSTOMER_ORDERS_PER_DAY + n);
    const { item, site, unit, region, customer, perDay } = dice.pick(positions);
    const placedAt = start + dice.int(7 * 60, 16 * 60) * (HOUR / 60);
    const promisedAt = start + dice.int(4, 12) * DAY;
    const orderNumber = `CO-${50_000 + day * CUSTOMER_ORDERS_PER_DAY + n}`;
    const order = {
      orderNumber,
      lineNumber: '1',
      customer,
      item,
      site,
      quantity: atLeastOne(perDay * (dice.int(60, 180) / 100)),
      unit,
      promisedDelivery: iso(promisedAt),
      value: null,
      currency: null,
    };
    const told = (what: 'open' | 'shipped', at: number): Fact => ({
      id: `${orderNumber}-${what}`,
      type: 'customer-order.placed',
      subject: orderNumber,
      region,
      happenedAt: at,
      knownAt: at,
      data: { ...order, state: what },
    });
    return [told('open', placedAt), told('shipped', promisedAt - 10 * HOUR)];
  }).flat();
}

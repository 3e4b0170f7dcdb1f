import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { DAY, HOUR } from '../../core/clock.ts';
import type { OrderLineData } from '../../events/contracts/order-line.ts';
import { regionOf } from '../scms/constants.ts';
import {
  DESTINATIONS,
  HISTORY_DAYS,
  ITEMS,
  KINDS,
  type Kind,
  LATE_TURNS,
  type Scenario,
  SHIPMENTS_PER_DAY,
  SUPPLIERS,
  type SupplierName,
  WORLD_START,
} from './constants.ts';
import { freightPerKg, type Lane, laneKey, type Mode, transitDays } from './measure-lanes.ts';

/** One line of a shipment with all that will become known of it, and when. Instants in ms of world time. */
export type MadeLine = {
  line: OrderLineData;
  orderedAt: number;
  deliveredAt: number;
  recordedAt: number;
  weightKg: number | null;
  freight: number | null;
};

type Dice = { int(from: number, to: number): number; chance(percent: number): boolean; pick<T>(list: readonly T[]): T };

/** Dice of one thing by its number, so that any part of the story can be told without the parts before it. */
export function diceOf(seed: number, n: number): Dice {
  const random = xoroshiro128plus(Math.imul(seed ^ Math.imul(n + 1, 0x9e3779b1), 0x85ebca6b));
  for (let skipped = 0; skipped < 8; skipped += 1) random.next(); // neighbouring seeds begin alike
  const int = (from: number, to: number) => uniformInt(random, from, to);
  return {
    int,
    chance: (percent) => int(1, 1_000) <= percent * 10,
    pick: (list) => {
      const picked = list[int(0, list.length - 1)];
      if (picked === undefined) throw new RangeError('nothing to pick from');
      return picked;
    },
  };
}

/** Which kind the n-th shipment is and whether it comes late: in each run of `lateOneOf` shipments exactly one, anywhere in it. */
function fateOf(n: number, { seed, lateOneOf }: Scenario, dice: Dice): { kind: Kind; turn: number | null } {
  const turn = Math.floor(n / lateOneOf);
  const isLate = diceOf(~seed, turn).int(0, lateOneOf - 1) === n % lateOneOf;
  if (isLate) return { kind: LATE_TURNS[turn % LATE_TURNS.length] ?? 'small', turn };
  let draw = dice.int(1, 100);
  for (const kind of Object.keys(KINDS) as Kind[]) {
    draw -= KINDS[kind].share;
    if (draw <= 0) return { kind, turn: null };
  }
  return { kind: 'small', turn: null };
}

/** Late shipments due around the end of the history are so late that one of each kind is open when the walking pace begins. */
const OPENING_DAYS: [from: number, to: number] = [HISTORY_DAYS - 5, HISTORY_DAYS + 2];

function daysLate(mode: Mode, dueDay: number, dice: Dice): number {
  if (dueDay >= OPENING_DAYS[0] && dueDay <= OPENING_DAYS[1]) return dice.int(20, 34);
  if (mode === 'ocean') return dice.chance(40) ? dice.int(4, 14) : dice.int(15, 42);
  return dice.chance(60) ? dice.int(2, 12) : dice.int(15, 28);
}

function modeOf(kind: Kind, lane: Lane, isOpening: boolean, dice: Dice): Mode {
  if (isOpening) return 'ocean';
  if (lane.truck !== null && dice.chance(70)) return 'truck';
  if (kind === 'bulky') return dice.chance(92) ? 'ocean' : 'air';
  if (dice.chance(4)) return 'air-charter';
  return dice.chance(66) ? 'ocean' : 'air';
}

/** The n-th shipment of the story, due n / SHIPMENTS_PER_DAY days after its beginning. Empty when it was ordered before the beginning. */
export function makeShipment(n: number, scenario: Scenario, lanes: ReadonlyMap<string, Lane>): MadeLine[] {
  const dice = diceOf(scenario.seed, n);
  const { kind, turn } = fateOf(n, scenario, dice);
  const recipe = KINDS[kind];
  const dueDay = Math.floor(n / SHIPMENTS_PER_DAY);
  const isOpening = turn !== null && dueDay >= OPENING_DAYS[0] && dueDay <= OPENING_DAYS[1];

  const main = ITEMS[dice.pick(recipe.items)];
  const supplier = dice.pick<SupplierName>(main.suppliers);
  const from = SUPPLIERS[supplier];
  const to = dice.pick(DESTINATIONS);
  const lane = lanes.get(laneKey(from, to));
  if (!lane) throw new RangeError(`no lane ${laneKey(from, to)}`);
  const mode = modeOf(kind, lane, isOpening, dice);

  const dueStart = WORLD_START + dueDay * DAY;
  const orderedAt =
    dueStart - (dice.int(3, 6) + transitDays(lane, mode)) * DAY + dice.int(6 * 60, 16 * 60) * (HOUR / 60);
  const deliveredDay = turn === null ? -(dice.chance(35) ? dice.int(1, 5) : 0) : daysLate(mode, dueDay, dice);
  const deliveredAt = dueStart + deliveredDay * DAY + dice.int(8 * 60, 15 * 60) * (HOUR / 60);
  const recordedAt = deliveredAt + dice.int(20, 240) * (HOUR / 60) + (dice.chance(2.5) ? dice.int(1, 2) * DAY : 0);
  if (orderedAt < WORLD_START) return [];

  const others = recipe.items.filter(
    (key) => ITEMS[key] !== main && (ITEMS[key].suppliers as readonly SupplierName[]).includes(supplier),
  );
  const items = [main, ...(others.length && dice.chance(45) ? [ITEMS[dice.pick(others)]] : [])];
  const value = dice.int(recipe.valueUsd[0], recipe.valueUsd[1]) / items.length;
  const rate = freightPerKg(lane, mode) * (dice.int(92, 108) / 100);
  return items.map((item, index) => {
    const quantity = Math.max(1, Math.floor(Math.min(value / item.priceUsd, recipe.mostKg / items.length / item.kg)));
    const price = item.priceUsd * (1 + (item.suppliers as readonly SupplierName[]).indexOf(supplier) * 0.04);
    const weightKg = Math.round(quantity * item.kg * 10) / 10;
    const told = !dice.chance(12);
    return {
      line: {
        orderNumber: `PO-${100_000 + n}`,
        lineNumber: `${100_000 + n}-${index + 1}`,
        shipment: `SHP-${100_000 + n}`,
        supplier,
        item: item.name,
        itemGroup: item.group,
        origin: `${from.city}, ${from.country}`,
        destination: `${to.city}, ${to.country}`,
        region: regionOf(to.country),
        customer: to.customer,
        mode,
        quantity,
        packUnit: item.packUnit,
        value: Math.round(quantity * price * 100) / 100,
        currency: 'USD',
        firstLine: item.firstLine,
        scheduledDelivery: new Date(dueStart).toISOString().slice(0, 10),
      },
      orderedAt,
      deliveredAt,
      recordedAt,
      weightKg: told ? weightKg : null,
      freight: told ? Math.round(weightKg * rate * 100) / 100 : null,
    };
  });
}

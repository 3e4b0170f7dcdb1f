import { DAY, HOUR } from '../../core/clock.ts';
import { HISTORY_DAYS, type Scenario, WORLD_START } from './constants.ts';
import { diceOf, type MadeLine } from './make-shipment.ts';
import type { Fact, Position } from './make-stock.ts';

/** From here on reefers tell their temperature and stock is counted by hand. */
const TOLD_FROM = WORLD_START + (HISTORY_DAYS - 8) * DAY;
const COLD = { group: 'Cold chain', low: 2, high: 8 } as const;
/** One cold shipment of so many travels in a reefer that tells its temperature. */
const SENSED_ONE_OF = 3;
const EVERY = HOUR;
/** Readings begin and end so long before the delivery. */
const TOLD_BEFORE = [7 * DAY, 2 * HOUR] as const;
/** Trouble lasts from and to so long before it. */
const TROUBLE_BEFORE = [5 * DAY, 36 * HOUR] as const;

/** What is wrong with a reefer: nothing, a sensor that trembles about its bound, or doors that are opened now and then. */
type Trouble = 'none' | 'trembling' | 'doors';

/** What the reefer of a shipment tells of its temperature, when it carries cold goods and has a sensor. @param n of the shipment. */
export function reeferOf(n: number, lines: readonly MadeLine[], { seed }: Scenario): Fact[] {
  const cold = lines.find(({ line }) => line.itemGroup === COLD.group);
  if (!cold || n % SENSED_ONE_OF !== 0) return [];
  const { line, deliveredAt } = cold;
  const from = Math.ceil((deliveredAt - TOLD_BEFORE[0]) / EVERY) * EVERY;
  if (from < TOLD_FROM) return [];
  const dice = diceOf(seed ^ 0x1f83d9ab, n);
  const trouble = dice.pick<Trouble>(['trembling', 'doors', 'trembling', 'none']);
  const thing = `APZU${String(4_000_000 + (n % 900_000)).padStart(7, '0')}`;
  const count = Math.floor((TOLD_BEFORE[0] - TOLD_BEFORE[1]) / EVERY);
  return Array.from({ length: count }, (_, k): Fact => {
    const at = from + k * EVERY;
    const inTrouble = at >= deliveredAt - TROUBLE_BEFORE[0] && at < deliveredAt - TROUBLE_BEFORE[1];
    return {
      id: `${thing}-${line.shipment}-${k}`,
      type: 'sensor.observed',
      subject: thing,
      region: line.region,
      happenedAt: at,
      knownAt: at + HOUR / 12,
      data: {
        thing,
        thingKind: 'container',
        device: `${thing}-supply`,
        measure: 'Temperature',
        value: celsiusAt(k, inTrouble ? trouble : 'none', dice.int(-3, 3) / 10),
        unit: 'CEL',
        words: null,
        low: COLD.low,
        high: COLD.high,
        shipment: line.shipment,
      },
    };
  });
}

function celsiusAt(k: number, trouble: Trouble, noise: number): number {
  const steady = Math.round((5 + noise) * 10) / 10;
  if (trouble === 'trembling') return Math.round((k % 2 ? 9.1 + noise * 3 : 7.8) * 10) / 10;
  return trouble === 'doors' && k % 3 === 0 ? Math.round((10.5 + noise) * 10) / 10 : steady;
}

/** Every so many days one position is counted by hand; every other count finds less than the books say. */
const COUNT_EVERY_DAYS = 2;
const SETTLED_AFTER_DAYS = 3;

/** What is counted by hand on one day, with what the books say of it, and what the books say once that is settled. */
export function countsOn(day: number, positions: readonly Position[], scenario: Scenario): Fact[] {
  return [...countedOn(day, positions, scenario), ...settledOn(day, positions, scenario)];
}

/** The count of a day, or null when nothing is counted on it. */
function countOf(day: number, positions: readonly Position[], { seed }: Scenario) {
  const start = WORLD_START + day * DAY;
  if (day % COUNT_EVERY_DAYS !== 0 || start < TOLD_FROM || !positions.length) return null;
  const dice = diceOf(seed ^ 0x510e527f, day);
  const position = dice.pick(positions);
  const books = Math.max(20, Math.round(position.perDay * 20));
  const short = (day / COUNT_EVERY_DAYS) % 2 === 0;
  return { position, books, counted: short ? Math.floor(books * 0.9) : books, at: start + 9 * HOUR };
}

function countedOn(day: number, positions: readonly Position[], scenario: Scenario): Fact[] {
  const count = countOf(day, positions, scenario);
  if (!count) return [];
  const { position, books, counted, at } = count;
  return [
    countFact(`count-${day}-books`, position, 'ledger', books, at),
    countFact(`count-${day}-hand`, position, 'physical', counted, at),
  ];
}

function settledOn(day: number, positions: readonly Position[], scenario: Scenario): Fact[] {
  const count = countOf(day - SETTLED_AFTER_DAYS, positions, scenario);
  if (!count || count.books === count.counted) return [];
  return [countFact(`count-${day}-settled`, count.position, 'ledger', count.counted, count.at)].map((fact) => ({
    ...fact,
    knownAt: WORLD_START + day * DAY + 15 * HOUR,
    // The books are put right as of the count, so what moved since is in both figures.
    happenedAt: count.at + 1,
  }));
}

const countFact = (
  id: string,
  { item, site, unit, region }: Position,
  basis: 'ledger' | 'physical',
  quantity: number,
  at: number,
): Fact => ({
  id,
  type: 'stock.counted',
  subject: item,
  region,
  happenedAt: at,
  knownAt: at + HOUR,
  data: { item, site, lot: null, basis, quantity, unit, reserved: null },
});

import { DAY, HOUR } from '../../core/clock.ts';
import { HISTORY_DAYS, type Scenario, WORLD_START } from './constants.ts';
import { diceOf, type MadeLine } from './make-shipment.ts';
import type { Fact } from './make-stock.ts';

/** One shipment of so many reports where it is. */
const TRACKED_ONE_OF = 3;
/** Shipments due from here on are told of. */
const TOLD_FROM = WORLD_START + (HISTORY_DAYS - 21) * DAY;
const CARRIERS = {
  air: 'Kestrel Air Cargo',
  'air-charter': 'Kestrel Air Cargo',
  ocean: 'Meridian Line',
  truck: 'Baobab Haulage',
};

const iso = (at: number) => new Date(at).toISOString().slice(0, 10);

/**
 * What suppliers and carriers say of a shipment: they confirm its lines, tell what is under way, and a third of them where it is.
 * A few suppliers confirm less than was ordered, or a day later.
 * @param n number of the shipment; `lines` of it, as made.
 */
export function wayOf(n: number, lines: readonly MadeLine[], { seed }: Scenario): Fact[] {
  const [first] = lines;
  if (!first) return [];
  const { line, orderedAt, deliveredAt, recordedAt } = first;
  const due = Date.parse(line.scheduledDelivery);
  if (due < TOLD_FROM) return [];
  const dice = diceOf(seed ^ 0x2545f491, n);
  const confirmations = lines.map((made) => confirmationOf(made, dice.int(1, 100)));
  if (n % TRACKED_ONE_OF !== 0) return confirmations;

  const left = orderedAt + (deliveredAt - orderedAt) * 0.3;
  const half = orderedAt + (deliveredAt - orderedAt) * 0.6;
  const common = { subject: line.shipment, region: line.region };
  const carrier = line.mode === 'unknown' ? null : CARRIERS[line.mode];
  const move = (
    what: string,
    movement: string,
    phase: string,
    site: string,
    happenedAt: number,
    knownAt: number,
  ): Fact => ({
    id: `${line.shipment}-${what}`,
    type: 'shipment.moved',
    ...common,
    happenedAt,
    knownAt,
    data: {
      shipment: line.shipment,
      equipment: null,
      leg: null,
      movement,
      phase,
      site,
      mode: line.mode,
      carrier,
      vehicle: null,
      statusCode: null,
      note: null,
    },
  });
  return [
    ...confirmations,
    {
      id: `${line.shipment}-noticed`,
      type: 'shipment.noticed',
      ...common,
      happenedAt: left,
      knownAt: left + 2 * HOUR,
      data: {
        shipment: line.shipment,
        supplier: line.supplier,
        carrier,
        mode: line.mode,
        shipFrom: line.origin,
        shipTo: line.destination,
        shippedAt: iso(left),
        expectedAt: line.scheduledDelivery,
        equipment: [],
        lines: lines.map(({ line: one }) => ({
          orderNumber: one.orderNumber,
          lineNumber: one.lineNumber,
          item: one.item,
          quantity: one.quantity,
          unit: one.packUnit,
          lot: null,
        })),
      },
    },
    move('departure-planned', 'departure', 'planned', line.origin, left, left - 12 * HOUR),
    move('arrival-planned', 'arrival', 'planned', line.destination, due + 10 * HOUR, left - 12 * HOUR),
    move('departed', 'departure', 'actual', line.origin, left + 3 * HOUR, left + 4 * HOUR),
    move('arrival-estimated', 'arrival', 'estimated', line.destination, due + 14 * HOUR, half),
    move('delivered', 'delivery', 'actual', line.destination, deliveredAt, recordedAt),
  ];
}

function confirmationOf({ line, orderedAt }: MadeLine, draw: number): Fact {
  const less = draw <= 4 && line.quantity > 20;
  const later = draw > 98;
  return {
    id: `line-${line.lineNumber}-confirmed`,
    type: 'purchase-order.confirmed',
    subject: line.orderNumber,
    region: line.region,
    happenedAt: orderedAt + 20 * HOUR,
    knownAt: orderedAt + 20 * HOUR,
    data: {
      orderNumber: line.orderNumber,
      lineNumber: line.lineNumber,
      supplier: line.supplier,
      answer: less || later ? 'changed' : 'accepted',
      quantity: less ? Math.floor(line.quantity * 0.9) : line.quantity,
      unitPrice: null,
      currency: null,
      promisedDelivery: later ? iso(Date.parse(line.scheduledDelivery) + DAY) : line.scheduledDelivery,
      note: null,
    },
  };
}

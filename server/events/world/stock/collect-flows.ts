import {
  customerOrderPlaced,
  demandForecasted,
  productionOrderScheduled,
  purchaseOrderPlaced,
  qualityLotJudged,
  shipmentMoved,
  shipmentNoticed,
} from '../../contracts/index.ts';
import type { WorldFact } from '../facts/schema.ts';
import type { ForecastSpan, StockFlow } from './project-stock.ts';
import { tidy } from './rules.ts';

/** Where a figure comes from. */
type Origin = Pick<WorldFact, 'source' | 'signalId' | 'toldAt'>;
export type ToldFlow = StockFlow & { told: Origin };
export type BlockedLot = { lot: string; status: string; quantity: number; told: Origin };

/** An order line of the older kind that is not delivered yet. */
export type OpenLine = {
  orderNumber: string;
  lineNumber: string;
  quantity: number;
  unit: string;
  dueAt: Date;
  told: Origin;
};

export type Flows = {
  flows: ToldFlow[];
  forecast: (ForecastSpan & { told: Origin })[];
  lots: BlockedLot[];
  /** What could not be counted, and why. */
  leftOut: { name: string; reason: string }[];
};

type Asked = { item: string; site: string; unit: string };
export type FactOfFlow = Pick<WorldFact, 'key' | 'aspect' | 'kind' | 'data' | 'eventAt'> & Origin;

const placedSchema = purchaseOrderPlaced.schema.omit({ note: true });
const movedSchema = shipmentMoved.schema.omit({ note: true });
const lotSchema = qualityLotJudged.schema.omit({ reason: true });
const dayOf = (told: string) => told.slice(0, 10);
const dayOfDate = (at: Date) => at.toISOString().slice(0, 10);

/** The newest word on an aspect, whichever source said it. */
export function newestOf<Fact extends Pick<WorldFact, 'aspect' | 'toldAt' | 'signalId' | 'source'>>(
  facts: readonly Fact[],
  aspect: string,
): Fact | undefined {
  return facts
    .filter((fact) => fact.aspect === aspect)
    .toSorted(
      (a, b) =>
        b.toldAt.getTime() - a.toldAt.getTime() ||
        (a.source === b.source ? (a.signalId < b.signalId ? 1 : -1) : a.source < b.source ? -1 : 1),
    )[0];
}

/**
 * What will add to and take from a position: open purchase order lines (promised, else requested day), less what ship notices
 * already carry; shipments under way, less what has been received of them; production orders at their finish; open customer
 * orders; forecasts, newest first; and lots that quality holds back. What is told in another unit, or without a day, is left out
 * and named.
 * @param received quantity received by reference (shipment or order), from the movements of the position.
 */
export function collectFlows(
  { item, site, unit }: Asked,
  facts: readonly FactOfFlow[],
  lines: readonly OpenLine[],
  received: ReadonlyMap<string, number>,
): Flows {
  const flows: ToldFlow[] = [];
  const leftOut: Flows['leftOut'] = [];
  const add = (flow: StockFlow, told: Origin, flowUnit: string) => {
    if (flow.quantity <= 0) return;
    if (flowUnit !== unit) leftOut.push({ name: flow.name, reason: inUnit(flowUnit, unit) });
    else flows.push({ ...flow, quantity: tidy(flow.quantity), told: originOf(told) });
  };
  const things = Map.groupBy(facts, ({ key }) => key);
  const left = new Map(received);
  const take = (reference: string, most: number): number => {
    const had = Math.min(left.get(reference) ?? 0, most);
    left.set(reference, (left.get(reference) ?? 0) - had);
    return had;
  };

  /** Order lines that are awaited here. */
  const awaited = new Set(lines.map(({ orderNumber, lineNumber }) => JSON.stringify([orderNumber, lineNumber])));
  for (const thing of things.values()) {
    const order = thing[0]?.kind === 'po' ? readOrder(thing) : undefined;
    if (order) awaited.add(JSON.stringify([order.orderNumber, order.lineNumber]));
  }
  /** Carried by ship notices in the unit of the stock, by order and line: no longer awaited as an order. */
  const carried = new Map<string, number>();
  for (const thing of things.values()) {
    const notice = thing[0]?.kind === 'shipment' ? newestOf(thing, 'notice') : undefined;
    if (!notice) continue;
    const data = shipmentNoticed.schema.parse(notice.data);
    const mine = data.lines
      .filter((line) => line.item === item)
      .map((line) => ({ ...line, place: JSON.stringify([line.orderNumber, line.lineNumber]) }));
    for (const { place, quantity, unit: lineUnit } of mine)
      if (lineUnit === unit) carried.set(place, (carried.get(place) ?? 0) + quantity);
    if ((data.shipTo !== null && data.shipTo !== site) || hasArrived(thing, site)) continue;
    const due = expectedOf(thing, site) ?? { day: data.expectedAt && dayOf(data.expectedAt), told: notice };
    for (const { quantity, unit: lineUnit, place, orderNumber } of mine) {
      // What does not say where it goes goes where its order goes.
      if (data.shipTo === null && !awaited.has(place)) {
        if (orderNumber === null) leftOut.push({ name: data.shipment, reason: 'nobody told where it goes' });
        continue;
      }
      const open = lineUnit === unit ? quantity - take(data.shipment, quantity) : quantity;
      if (!due.day) leftOut.push({ name: data.shipment, reason: 'no arrival is told' });
      else add({ kind: 'shipment', name: data.shipment, quantity: open, day: due.day }, due.told, lineUnit);
    }
  }

  /** What is still awaited of an order line; in another unit nothing can be taken off it. */
  const openOrder = (order: string, line: string, quantity: number, lineUnit: string) => {
    if (lineUnit !== unit) return quantity;
    const rest = quantity - (carried.get(JSON.stringify([order, line])) ?? 0);
    return Math.max(0, rest - take(`${order}/${line}`, Math.max(0, rest)) - take(order, Math.max(0, rest)));
  };
  for (const line of lines) {
    add(
      {
        kind: 'purchase-order',
        name: `${line.orderNumber} line ${line.lineNumber}`,
        quantity: openOrder(line.orderNumber, line.lineNumber, line.quantity, line.unit),
        // The day it is due is over at the due instant.
        day: dayOfDate(new Date(line.dueAt.getTime() - 1)),
      },
      line.told,
      line.unit,
    );
  }
  for (const thing of things.values()) {
    const [first] = thing;
    if (first?.kind === 'po') {
      const order = readOrder(thing);
      if (!order?.open) continue;
      const { name, orderNumber, lineNumber, quantity, day, told, unit: orderUnit } = order;
      const open = openOrder(orderNumber, lineNumber, quantity, orderUnit);
      if (day) add({ kind: 'purchase-order', name, quantity: open, day }, told, orderUnit);
      else if (open > 0) leftOut.push({ name, reason: 'no day is requested or promised' });
    }
    if (first?.kind === 'production-order') {
      const told = newestOf(thing, 'order') ?? first;
      const data = productionOrderScheduled.schema.parse(told.data);
      if (data.state === 'stopped') leftOut.push({ name: data.orderNumber, reason: 'production is stopped' });
      else if (data.state !== 'finished' && data.state !== 'cancelled')
        add(
          { kind: 'production-order', name: data.orderNumber, quantity: data.quantity, day: dayOf(data.finish) },
          told,
          data.unit,
        );
    }
    if (first?.kind === 'customer-order') {
      const told = newestOf(thing, 'order') ?? first;
      const data = customerOrderPlaced.schema.parse(told.data);
      const name = `${data.orderNumber} line ${data.lineNumber}`;
      if (data.state === 'open')
        add(
          { kind: 'customer-order', name, quantity: data.quantity, day: dayOf(data.promisedDelivery) },
          told,
          data.unit,
        );
    }
  }
  flows.sort((a, b) => (a.day === b.day ? (a.name < b.name ? -1 : 1) : a.day < b.day ? -1 : 1));
  const forecast = readForecast(facts, unit);
  const lots = readLots(things, site, unit);
  return {
    flows,
    forecast: forecast.told,
    lots: lots.told,
    leftOut: [...leftOut, ...forecast.leftOut, ...lots.leftOut],
  };
}

const originOf = ({ source, signalId, toldAt }: Origin): Origin => ({ source, signalId, toldAt });

/** Whether a shipment is where it goes: delivered, or arrived at that site. */
const hasArrived = (facts: readonly FactOfFlow[], site: string | null): boolean =>
  facts.some(({ aspect, data }) => {
    if (!aspect.startsWith('move|')) return false;
    const { phase, movement, site: at } = movedSchema.parse(data);
    return phase === 'actual' && (movement === 'delivery' || (movement === 'arrival' && at !== null && at === site));
  });

/** When a shipment is expected at a site by the newest estimate, else by plan; undefined when no movement tells. */
function expectedOf(facts: readonly FactOfFlow[], site: string): { day: string; told: FactOfFlow } | undefined {
  const moves = facts
    .filter(({ aspect }) => aspect.startsWith('move|'))
    .map((fact) => ({ fact, data: movedSchema.parse(fact.data) }))
    .filter(({ data }) => data.movement === 'delivery' || (data.movement === 'arrival' && data.site === site));
  for (const phase of ['estimated', 'planned'] as const) {
    const [newest] = moves
      .filter(({ data }) => data.phase === phase)
      .toSorted(
        (a, b) => b.fact.toldAt.getTime() - a.fact.toldAt.getTime() || (a.fact.signalId < b.fact.signalId ? 1 : -1),
      );
    if (newest) return { day: dayOfDate(newest.fact.eventAt), told: newest.fact };
  }
  return undefined;
}

/** A purchase order line as buyer and supplier last told it. Undefined while the buyer has not placed it. */
function readOrder(facts: readonly FactOfFlow[]) {
  const placed = newestOf(facts, 'placed');
  if (!placed) return undefined;
  const { orderNumber, lineNumber, unit } = placedSchema.parse(placed.data);
  const quantity = newestOf(facts, 'supplier.quantity') ?? newestOf(facts, 'buyer.quantity') ?? placed;
  const date = newestOf(facts, 'supplier.date') ?? newestOf(facts, 'buyer.date');
  const cancelled = newestOf(facts, 'buyer.state')?.data.state === 'cancelled';
  const rejected = newestOf(facts, 'supplier.answer')?.data.answer === 'rejected';
  return {
    name: `${orderNumber} line ${lineNumber}`,
    orderNumber,
    lineNumber,
    unit,
    quantity: Number(quantity.data.quantity),
    day: date ? dayOf(String(date.data.date)) : null,
    open: !cancelled && !rejected,
    told: date ?? quantity,
  };
}

const inUnit = (told: string, unit: string): string => `told in ${told}, stock is in ${unit}`;

function readForecast(
  facts: readonly FactOfFlow[],
  unit: string,
): { told: Flows['forecast']; leftOut: Flows['leftOut'] } {
  const all = facts
    .filter(({ kind }) => kind === 'demand')
    .toSorted((a, b) => b.toldAt.getTime() - a.toldAt.getTime() || (a.signalId < b.signalId ? 1 : -1))
    .map((fact) => ({ data: demandForecasted.schema.parse(fact.data), told: originOf(fact) }));
  return {
    told: all
      .filter(({ data }) => data.unit === unit)
      .map(({ data: { from, days, quantity }, told }) => ({ from, days, quantity, told })),
    leftOut: all
      .filter(({ data }) => data.unit !== unit)
      .map(({ data }) => ({ name: `forecast from ${data.from}`, reason: inUnit(data.unit, unit) })),
  };
}

/** Lots that may not be used. What was scrapped leaves stock by a movement and is not taken off twice. */
function readLots(
  things: ReadonlyMap<string, FactOfFlow[]>,
  site: string,
  unit: string,
): { told: BlockedLot[]; leftOut: Flows['leftOut'] } {
  const told: BlockedLot[] = [];
  const leftOut: Flows['leftOut'] = [];
  for (const thing of things.values()) {
    if (thing[0]?.kind !== 'lot') continue;
    const here = newestOf(thing, `judged|${site}`);
    const word = here ?? newestOf(thing, 'judged|');
    if (!word) continue;
    const { lot, status, quantity, unit: lotUnit } = lotSchema.parse(word.data);
    if (status !== 'blocked' && status !== 'restricted') continue;
    if (!here) leftOut.push({ name: `lot ${lot}`, reason: `${status}, nobody told at which site` });
    else if (lotUnit !== unit) leftOut.push({ name: `lot ${lot}`, reason: `${status}, ${inUnit(lotUnit, unit)}` });
    else told.push({ lot, status, quantity, told: originOf(here) });
  }
  return { told, leftOut };
}

import type { z } from 'zod';
import {
  type Contract,
  customerOrderPlaced,
  demandForecasted,
  itemDescribed,
  laneDescribed,
  objectAggregated,
  objectAssociated,
  objectObserved,
  objectTransacted,
  objectTransformed,
  productionOrderScheduled,
  purchaseOrderChanged,
  purchaseOrderConfirmed,
  purchaseOrderPlaced,
  qualityLotJudged,
  shipmentMoved,
  shipmentNoticed,
  siteDescribed,
  stockCounted,
  stockMoved,
  supplierDescribed,
  thingKey,
} from '../../contracts/index.ts';
import type { EvaluatedSignal } from '../schema.ts';
import type { Kind, StockMovement, WorldFact } from './schema.ts';

type Told = Pick<EvaluatedSignal, 'source' | 'id' | 'type' | 'region' | 'eventAt' | 'recordedAt' | 'data'>;

/** What a contract says of its thing, before source and times are added. */
type Part = {
  /** Another key than that of the signal, where it speaks of several things. */
  key?: string;
  aspect: string;
  data: Record<string, unknown>;
  item?: string | null;
  site?: string | null;
  /** Words that a list finds the thing by. */
  find?: (string | null)[];
  /** The time of a count decides between two counts, whenever they were written down. */
  byEventTime?: boolean;
};
type Reader = { contract: Contract; kind: Kind; partsOf: (data: unknown, told: Told) => Part[] };

const FIND_MAX = 2_000;

const reader = <Data>(
  contract: Omit<Contract<Data>, 'schema'> & { schema: z.ZodType<Data> },
  kind: Kind,
  partsOf: (data: Data, told: Told) => Part[],
): Reader => ({
  contract: contract as unknown as Contract,
  kind,
  partsOf: (data, told) => partsOf(contract.schema.parse(data), told),
});

/** The parts of an order line that somebody names, each a word of its own: a change that leaves the date leaves the date. */
const named = (
  who: 'buyer' | 'supplier',
  {
    quantity,
    unitPrice,
    date,
    currency,
  }: { quantity: number | null; unitPrice: number | null; date: string | null; currency: string | null },
): Part[] => [
  ...(quantity === null ? [] : [{ aspect: `${who}.quantity`, data: { quantity } }]),
  ...(date === null ? [] : [{ aspect: `${who}.date`, data: { date } }]),
  ...(unitPrice === null ? [] : [{ aspect: `${who}.price`, data: { unitPrice, currency } }]),
];

const READERS: readonly Reader[] = [
  reader(itemDescribed, 'item', (data) => [
    { aspect: 'description', data, item: data.item, find: [data.item, data.name, data.itemGroup] },
  ]),
  reader(siteDescribed, 'site', (data) => [
    { aspect: 'description', data, site: data.site, find: [data.site, data.name, data.country, data.kind] },
  ]),
  reader(supplierDescribed, 'supplier', (data) => [
    { aspect: 'description', data, find: [data.supplier, data.name, data.country, data.status] },
  ]),
  reader(laneDescribed, 'lane', (data) => [
    { aspect: 'description', data, find: [data.origin, data.destination, data.mode] },
  ]),
  reader(purchaseOrderPlaced, 'po', ({ note: _, ...data }) => [
    {
      aspect: 'placed',
      data,
      item: data.item,
      site: data.shipTo,
      find: [data.orderNumber, data.supplier, data.item, data.shipTo],
    },
    ...named('buyer', { ...data, date: data.requestedDelivery }),
    { aspect: 'buyer.state', data: { state: 'open' } },
  ]),
  reader(purchaseOrderChanged, 'po', (data) => [
    ...named('buyer', { ...data, date: data.requestedDelivery }),
    {
      aspect: 'buyer.state',
      data: { state: data.change === 'cancelled' ? 'cancelled' : 'open' },
      find: [data.orderNumber],
    },
  ]),
  reader(purchaseOrderConfirmed, 'po', (data) => [
    ...named('supplier', { ...data, date: data.promisedDelivery }),
    {
      aspect: 'supplier.answer',
      data: {
        orderNumber: data.orderNumber,
        lineNumber: data.lineNumber,
        answer: data.answer,
        supplier: data.supplier,
      },
      find: [data.orderNumber, data.supplier],
    },
  ]),
  reader(shipmentNoticed, 'shipment', (data) => [
    {
      aspect: 'notice',
      data,
      site: data.shipTo,
      find: [
        ...[data.shipment, data.supplier, data.carrier, data.shipFrom, data.shipTo],
        ...data.lines.flatMap(({ orderNumber, item }) => [orderNumber, item]),
      ],
    },
  ]),
  reader(shipmentMoved, 'shipment', ({ note: _, ...data }, { eventAt }) => [
    {
      // Where it is now is one word that the next one replaces; every other movement stays.
      aspect: [
        'move',
        data.movement,
        data.phase,
        ...(data.movement === 'position' ? [] : [data.equipment, data.leg, data.site]),
      ]
        .map((part) => part ?? '')
        .join('|'),
      data: { ...data, at: eventAt.toISOString() },
      site: data.site,
      find: [data.shipment, data.carrier, data.vehicle, data.equipment],
    },
  ]),
  reader(customerOrderPlaced, 'customer-order', (data) => [
    {
      aspect: 'order',
      data,
      item: data.item,
      site: data.site,
      find: [data.orderNumber, data.customer, data.item, data.site, data.state],
    },
  ]),
  reader(productionOrderScheduled, 'production-order', (data) => [
    {
      aspect: 'order',
      data,
      item: data.item,
      site: data.site,
      find: [data.orderNumber, data.item, data.site, data.state],
    },
  ]),
  reader(qualityLotJudged, 'lot', ({ reason: _, ...data }) => [
    {
      aspect: `judged|${data.site ?? ''}`,
      data,
      item: data.item,
      site: data.site,
      find: [data.lot, data.item, data.site, data.status],
    },
  ]),
  reader(demandForecasted, 'demand', (data) => [
    {
      aspect: `${data.from}|${data.days}`,
      data,
      item: data.item,
      site: data.site,
      find: [data.item, data.site, data.model],
    },
  ]),
  reader(stockCounted, 'stock', (data) => [
    {
      aspect: `${data.basis}|${data.lot ?? ''}`,
      data,
      item: data.item,
      site: data.site,
      find: [data.item, data.site, data.lot],
      byEventTime: true,
    },
  ]),
];

/** An event may speak of twenty thousand things; so many of them are followed one by one. */
const FOLLOWED = 1_000;

type Seen = {
  bizStep: string | null;
  disposition: string | null;
  readPoint: string | null;
  bizLocation: string | null;
};

/** Each sighting of a thing is a word of its own: the latest says where it is, and one that is taken back leaves the others. */
const sightings = (
  names: readonly string[],
  { bizStep, disposition, readPoint, bizLocation }: Seen,
  { id, eventAt }: Told,
): Part[] =>
  [...new Set(names)].slice(0, FOLLOWED).map((thing) => ({
    key: thingKey('thing', thing),
    aspect: `seen|${id}`,
    data: { thing, bizStep, disposition, readPoint, bizLocation, at: eventAt.toISOString() },
    site: bizLocation ?? readPoint,
    find: [thing, readPoint, bizLocation, bizStep],
  }));

const TRACED: readonly Reader[] = [
  reader(objectObserved, 'object', (data, told) =>
    sightings([...data.things, ...data.quantities.map(({ item }) => item)], data, told),
  ),
  reader(objectTransformed, 'object', (data, told) =>
    sightings([...data.outputs, ...data.outputQuantities.map(({ item }) => item)], data, told),
  ),
  ...[objectAggregated, objectAssociated, objectTransacted].map((contract) =>
    reader(contract, 'object', (data, told) =>
      sightings(
        [...(data.parent ? [data.parent] : []), ...data.things, ...data.quantities.map(({ item }) => item)],
        data,
        told,
      ),
    ),
  ),
];

const BY_TYPE = new Map([...READERS, ...TRACED].map((one) => [one.contract.type, one]));

/** Types of signals that world state keeps as facts or movements. */
export const FACT_TYPES: ReadonlySet<string> = new Set([...BY_TYPE.keys(), stockMoved.type]);

/**
 * What a stored signal says of things in the world: none for a type that speaks of none, one a group of figures otherwise.
 * @throws ZodError when a stored signal does not fit its contract, which acceptance rules out.
 */
export function readFacts(signal: Told): WorldFact[] {
  const found = BY_TYPE.get(signal.type);
  if (!found) return [];
  const key = found.contract.keyOf(found.contract.schema.parse(signal.data), signal.source);
  return found.partsOf(signal.data, signal).map(({ key: own, aspect, data, item, site, find, byEventTime }) => ({
    key: own ?? key ?? '',
    aspect,
    source: signal.source,
    kind: found.kind,
    region: signal.region,
    search: (find ?? [])
      .flatMap((word) => word ?? [])
      .join(' ')
      .toLowerCase()
      .slice(0, FIND_MAX),
    item: item ?? null,
    site: site ?? null,
    equipment: found.kind === 'shipment' ? equipmentOf(data.equipment) : [],
    data,
    rankAt: byEventTime ? signal.eventAt : signal.recordedAt,
    eventAt: signal.eventAt,
    toldAt: signal.recordedAt,
    signalId: signal.id,
  }));
}

const equipmentOf = (told: unknown): string[] =>
  (Array.isArray(told) ? told : [told]).filter((name) => typeof name === 'string');

/** The movement of stock that a stored signal tells, or null when it tells none. */
export function readMovement(signal: Told): StockMovement | null {
  if (signal.type !== stockMoved.type) return null;
  const data = stockMoved.schema.parse(signal.data);
  return {
    source: signal.source,
    signalId: signal.id,
    key: stockMoved.keyOf(data, signal.source) ?? '',
    item: data.item,
    site: data.site,
    lot: data.lot,
    quantity: data.quantity,
    unit: data.unit,
    reason: data.reason,
    reference: data.reference,
    region: signal.region,
    eventAt: signal.eventAt,
    toldAt: signal.recordedAt,
  };
}

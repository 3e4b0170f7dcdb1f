import type { FactOfFlow } from '../stock/index.ts';
import { newestOf } from '../stock/index.ts';
import type { NetworkList } from './constants.ts';
import type { Figure, NetworkRow, Told } from './schema.ts';

/** A fact as lists read it. */
export type ListedFact = FactOfFlow & { region: string };
/** Makes the word about who told something and how old it is. */
export type Teller = (fact: Pick<ListedFact, 'source' | 'signalId' | 'toldAt'>) => Told;

type Value = Figure['value'];
type Place = { aspect: string; field: string };
/** A column: one field of one aspect, the first that anybody told. */
type Columns = Record<string, Place[]>;

const at = (aspect: string, ...fields: string[]): Columns =>
  Object.fromEntries(fields.map((field) => [field, [{ aspect, field }]]));

const COLUMNS: Partial<Record<NetworkList, Columns>> = {
  items: at(
    'description',
    ...['item', 'name', 'itemGroup', 'unit', 'unitCost', 'currency', 'shelfLifeDays', 'minCelsius', 'maxCelsius'],
  ),
  sites: at('description', 'site', 'name', 'kind', 'country', 'latitude', 'longitude'),
  suppliers: at('description', 'supplier', 'name', 'country', 'status'),
  lanes: at('description', 'origin', 'destination', 'mode', 'leadDays', 'costPerKg', 'currency'),
  orders: {
    orderNumber: [
      { aspect: 'placed', field: 'orderNumber' },
      { aspect: 'supplier.answer', field: 'orderNumber' },
      { aspect: 'buyer.state', field: 'orderNumber' },
    ],
    lineNumber: [
      { aspect: 'placed', field: 'lineNumber' },
      { aspect: 'supplier.answer', field: 'lineNumber' },
      { aspect: 'buyer.state', field: 'lineNumber' },
    ],
    supplier: [
      { aspect: 'placed', field: 'supplier' },
      { aspect: 'supplier.answer', field: 'supplier' },
    ],
    ...at('placed', 'item', 'unit', 'shipTo'),
    quantity: [{ aspect: 'buyer.quantity', field: 'quantity' }],
    confirmed: [{ aspect: 'supplier.quantity', field: 'quantity' }],
    requested: [{ aspect: 'buyer.date', field: 'date' }],
    promised: [{ aspect: 'supplier.date', field: 'date' }],
    answer: [{ aspect: 'supplier.answer', field: 'answer' }],
    state: [{ aspect: 'buyer.state', field: 'state' }],
  },
  shipments: {
    shipment: [{ aspect: 'notice', field: 'shipment' }],
    ...at('notice', 'supplier', 'carrier', 'mode', 'shipFrom', 'shipTo', 'shippedAt', 'expectedAt'),
  },
  'customer-orders': at(
    'order',
    ...[
      'orderNumber',
      'lineNumber',
      'customer',
      'item',
      'site',
      'quantity',
      'unit',
      'promisedDelivery',
      'value',
      'state',
    ],
  ),
  production: at('order', 'orderNumber', 'item', 'site', 'quantity', 'unit', 'start', 'finish', 'state'),
};

const figureValue = (value: unknown): Value =>
  typeof value === 'string' || typeof value === 'number'
    ? value
    : value === null || value === undefined
      ? null
      : String(value);

/** The facts of one thing as a row: each figure is the newest word on it, with who said it. */
export function describeThing(list: NetworkList, facts: readonly ListedFact[], tell: Teller): NetworkRow | null {
  const [first] = facts;
  if (!first) return null;
  if (list === 'things') return describeSightings(facts, tell);
  const columns = COLUMNS[list];
  if (!columns) return null;
  const figures: Record<string, Figure> = {};
  for (const [name, picks] of Object.entries(columns)) {
    const found = picks
      .map(({ aspect, field }) => ({ fact: newestOf(tellers(facts, name, field), aspect), field }))
      .find(({ fact }) => fact);
    if (found?.fact) figures[name] = { value: figureValue(found.fact.data[found.field]), told: tell(found.fact) };
  }
  if (list === 'shipments') Object.assign(figures, whereItIs(facts, tell));
  const newest = facts.reduce((a, b) => (b.toldAt > a.toldAt ? b : a));
  const shipment = list === 'shipments' ? figures.shipment?.value : null;
  return {
    key: first.key,
    region: newest.region,
    page: shipment ? ['shipments', String(shipment)] : null,
    told: tell(newest),
    figures,
  };
}

/** What a currency is of: the two are one figure, and must be told by one word. */
const AMOUNTS = ['unitCost', 'costPerKg'];

/** The facts that tell a field; those that say nothing of it leave the word to others. */
function tellers(facts: readonly ListedFact[], column: string, field: string): readonly ListedFact[] {
  const tells = (name: string) => facts.filter(({ data }) => data[name] !== undefined && data[name] !== null);
  if (column !== 'currency') return tells(field);
  const amounts = AMOUNTS.flatMap(tells);
  return amounts.length ? amounts : tells(field);
}

/** One row a forecast span or a site of a lot: things of which one key has several rows. */
export function describeParts(list: 'demand' | 'lots', facts: readonly ListedFact[], tell: Teller): NetworkRow[] {
  const fields =
    list === 'demand'
      ? ['item', 'site', 'from', 'days', 'quantity', 'unit', 'model']
      : ['lot', 'item', 'site', 'quantity', 'unit', 'status'];
  const aspects = [...new Set(facts.map(({ aspect }) => aspect))].sort();
  return aspects.flatMap((aspect) => {
    const fact = newestOf(facts, aspect);
    if (!fact) return [];
    const told = tell(fact);
    return [
      {
        key: `${fact.key} ${aspect}`,
        region: fact.region,
        page: null,
        told,
        figures: Object.fromEntries(fields.map((field) => [field, { value: figureValue(fact.data[field]), told }])),
      },
    ];
  });
}

/** The last thing that really happened to a shipment, and when it is expected by the newest estimate. */
function whereItIs(facts: readonly ListedFact[], tell: Teller): Record<string, Figure> {
  const moves = facts.filter(({ aspect }) => aspect.startsWith('move|'));
  const newest = (phase: string, later: (a: ListedFact, b: ListedFact) => number) =>
    moves.filter(({ data }) => data.phase === phase).toSorted(later)[0];
  const last = newest('actual', (a, b) => b.eventAt.getTime() - a.eventAt.getTime());
  const [any] = moves;
  const next = moves
    .filter(({ data }) => data.phase === 'estimated' && (data.movement === 'arrival' || data.movement === 'delivery'))
    .toSorted((a, b) => b.toldAt.getTime() - a.toldAt.getTime())[0];
  const noticed = newestOf(facts, 'notice');
  return {
    ...(noticed || !any ? {} : { shipment: { value: figureValue(any.data.shipment), told: tell(any) } }),
    ...(last
      ? {
          last: { value: [last.data.movement, last.data.site].filter(Boolean).join(' at '), told: tell(last) },
          lastAt: { value: last.eventAt.toISOString(), told: tell(last) },
        }
      : {}),
    ...(next ? { estimated: { value: next.eventAt.toISOString(), told: tell(next) } } : {}),
  };
}

/** Where a traced thing was seen last, by event time. */
function describeSightings(facts: readonly ListedFact[], tell: Teller): NetworkRow | null {
  const [last] = facts.toSorted(
    (a, b) => b.eventAt.getTime() - a.eventAt.getTime() || b.toldAt.getTime() - a.toldAt.getTime(),
  );
  if (!last) return null;
  const told = tell(last);
  const fields = ['thing', 'readPoint', 'bizLocation', 'bizStep', 'disposition', 'at'];
  return {
    key: last.key,
    region: last.region,
    page: null,
    told,
    figures: {
      ...Object.fromEntries(fields.map((field) => [field, { value: figureValue(last.data[field]), told }])),
      seen: { value: facts.length, told },
    },
  };
}

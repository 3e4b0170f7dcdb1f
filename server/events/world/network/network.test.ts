import { beforeAll, expect, test } from 'vitest';
import { asPlanner, personIn } from '../../../testing/contexts.ts';
import { testDatabase } from '../../../testing/database.ts';
import { orderedOn, orderLine } from '../../../testing/signals.ts';
import { openWorld, takenBack, told } from '../../../testing/tell-world.ts';
import { NETWORK_LISTS, type NetworkList } from './constants.ts';
import { listNetwork } from './list-network.ts';
import { readPositionView } from './read-position-view.ts';
import { readShipment } from './read-shipment.ts';

const { db } = await testDatabase();
const world = openWorld(db);
const SUPPLIER = { source: '/supplier', sourceId: 'supplier' };
const WMS = { source: '/wms', sourceId: 'wms' };
const AT = '2026-03-01';
const HERE = { item: 'TEST-30', site: 'DC-EAST' };

beforeAll(async () => {
  await world.clear();
  await db.prisma.stream.create({
    data: { source: '/test/erp', sourceId: 'source', clock: 'replay', worldAt: new Date('2026-03-02T00:00:00Z') },
  });
  const po = { ...HERE, orderNumber: 'PO-7', shipTo: 'DC-EAST', quantity: 50, requestedDelivery: '2026-03-05' };
  await world.tell(
    ...['item', 'site', 'supplier', 'lane'].map((kind) => told(`${kind}.described`, AT)),
    told('stock.counted', AT, { ...HERE, basis: 'ledger', lot: null, quantity: 100 }),
    told('stock.counted', AT, { ...HERE, basis: 'physical', lot: null, quantity: 97 }, WMS),
    told('stock.moved', '2026-03-01T18:00:00Z', { ...HERE, quantity: -10 }),
    told('purchase-order.placed', AT, po),
    told(
      'purchase-order.confirmed',
      AT,
      { orderNumber: 'PO-7', quantity: 40, promisedDelivery: '2026-03-06' },
      SUPPLIER,
    ),
    told('shipment.noticed', AT, {
      shipTo: 'DC-EAST',
      expectedAt: '2026-03-09',
      lines: [{ orderNumber: 'PO-7', lineNumber: '1', item: 'TEST-30', quantity: 15, unit: 'EA', lot: null }],
    }),
    told(
      'shipment.moved',
      '2026-03-04',
      { phase: 'estimated', movement: 'arrival', site: 'DC-EAST' },
      { recorded: AT },
    ),
    told('shipment.moved', AT, { phase: 'actual', movement: 'load', site: 'PORT' }),
    told('production-order.scheduled', AT, { ...HERE, finish: '2026-03-07', quantity: 5 }),
    told('customer-order.placed', AT, { ...HERE, promisedDelivery: '2026-03-03', quantity: 30 }),
    told('customer-order.placed', AT, { ...HERE, orderNumber: 'CO-BOX', unit: 'BX', promisedDelivery: '2026-03-03' }),
    told('demand.forecasted', AT, { ...HERE, from: '2026-03-02', days: 7, quantity: 70 }),
    told('quality-lot.judged', AT, { ...HERE, quantity: 20 }),
    orderedOn(AT, orderLine({ item: 'TEST-30', destination: 'DC-EAST', packUnit: 'EA', quantity: 3 })),
    told(
      'purchase-order.confirmed',
      AT,
      { orderNumber: 'PO-1', quantity: 2, promisedDelivery: '2026-03-12' },
      SUPPLIER,
    ),
    told('stock.counted', AT, { item: 'TEST-30', site: 'ELSEWHERE' }, { region: 'andes' }),
  );
});

const list = (name: NetworkList, search?: string) => listNetwork(db, asPlanner(), { list: name, search });
const values = async (name: NetworkList, search?: string) =>
  (await list(name, search)).rows.map(({ figures }) =>
    Object.fromEntries(Object.entries(figures).map(([column, { value }]) => [column, value])),
  );

test('every list gives each figure with its source and its age', async () => {
  expect((await list('items')).rows).toMatchObject([
    {
      key: '|item|TEST-30',
      page: null,
      figures: {
        name: {
          value: 'Test, 30 Tests',
          told: { source: '/test/erp', at: '2026-03-01T12:00:00.000Z', ageMs: 12 * 3_600_000 },
        },
      },
    },
  ]);
  expect(await values('sites')).toMatchObject([{ name: 'Distribution centre east' }]);
  expect(await values('suppliers')).toMatchObject([{ status: 'active' }]);
  expect(await values('lanes')).toMatchObject([{ origin: 'PLANT-1', leadDays: 32 }]);
  expect(await values('orders')).toMatchObject([
    { orderNumber: 'PO-7', quantity: 50, confirmed: 40, requested: '2026-03-05', promised: '2026-03-06' },
    { orderNumber: 'PO-1', state: 'open', quantity: 3, confirmed: 2, requested: '2026-03-10', promised: '2026-03-12' },
  ]);
  expect(await values('shipments')).toMatchObject([
    { shipment: 'ASN-8', last: 'load at PORT', estimated: '2026-03-04T12:00:00.000Z' },
  ]);
  expect(await values('stock')).toMatchObject([
    { site: 'DC-EAST', onHand: 90, physical: 87, gap: -3, blocked: 20, cover: 7, name: 'Test, 30 Tests' },
    { site: 'ELSEWHERE', onHand: null, physical: 40 },
  ]);
  expect(await values('demand')).toMatchObject([{ from: '2026-03-02', days: 7, quantity: 70 }]);
  expect(await values('customer-orders')).toHaveLength(2);
  expect(await values('production')).toMatchObject([{ orderNumber: 'PRD-9', state: 'planned' }]);
  expect(await values('lots')).toMatchObject([{ lot: 'L-77', status: 'blocked' }]);
});

/** What names a row, and what is worked out of two figures that stand beside it with their sources. */
const WORKED_OUT = ['thing', 'what', 'gap', 'unit', 'since', 'leftBasis', 'rightBasis', 'item', 'site'];

test('every figure of every list has a source, an age and its three times, or nobody told it', async () => {
  await world.tell(told('object.observed', AT, { things: ['SSCC-7'], quantities: [] }));
  const late = told('item.described', '2026-02-27', { item: 'LATE' }, { recorded: '2026-02-28' });
  await world.tell({ ...late, receivedAt: new Date('2026-03-01T09:00:00Z') });
  for (const name of Object.keys(NETWORK_LISTS) as NetworkList[]) {
    const { rows } = await list(name);
    expect(rows.length, name).toBeGreaterThan(0);
    for (const { figures, told: newest } of rows) {
      expect(newest, name).not.toBeNull();
      for (const [column, { value, told: by }] of Object.entries(figures)) {
        if (by === null && (value === null || WORKED_OUT.includes(column))) continue;
        expect(by, `${name}.${column}`).toMatchObject({
          source: expect.stringMatching(/^\//),
          eventAt: expect.any(String),
          at: expect.any(String),
          receivedAt: expect.any(String),
          ageMs: expect.any(Number),
        });
      }
    }
  }
  expect((await list('items', 'late')).rows[0]?.figures.name?.told).toMatchObject({
    eventAt: '2026-02-27T12:00:00.000Z',
    at: '2026-02-28T12:00:00.000Z',
    receivedAt: '2026-03-01T09:00:00.000Z',
  });
  expect((await list('stock', 'dc-east')).rows[0]?.figures).toMatchObject({
    blocked: { value: 20, told: { source: '/test/erp' } },
    name: { value: 'Test, 30 Tests', told: { source: '/test/erp' } },
  });
  expect((await list('stock', 'elsewhere')).rows[0]?.figures.blocked).toEqual({ value: null, told: null });
});

test('disagreements name both sources, the gap and since when', async () => {
  const rows = (await list('disagreements')).rows;
  expect(rows.map(({ figures: { thing, what, gap } }) => [thing?.value, what?.value, gap?.value])).toEqual([
    ['PO-1 line 1', 'date', 2],
    ['PO-1 line 1', 'quantity', -1],
    ['PO-7 line 1', 'date', 1],
    ['PO-7 line 1', 'quantity', -10],
    ['TEST-30 at DC-EAST', 'stock', -3],
  ]);
  expect(rows[4]).toMatchObject({
    page: ['stock', 'TEST-30', 'DC-EAST'],
    figures: {
      left: { value: 90, told: { source: '/test/erp' } },
      right: { value: 87, told: { source: '/wms' } },
      since: { value: '2026-03-01T12:00:00.000Z' },
    },
  });
});

test('search finds by any word, wildcards are taken literally, and pages go on after a key', async () => {
  expect(await values('orders', 'po-7')).toHaveLength(1);
  expect(await values('customer-orders', 'clinic NORTH')).toHaveLength(2);
  expect(await values('items', '%')).toEqual([]);
  const more = Array.from({ length: 60 }, (_, n) => told('site.described', AT, { site: `S-${100 + n}` }));
  await world.tell(...more);
  const first = await list('sites');
  const second = await listNetwork(db, asPlanner(), { list: 'sites', after: first.next ?? '' });
  expect([first.rows.length, second.rows.length, second.next]).toEqual([50, 11, null]);
  expect(new Set([...first.rows, ...second.rows].map(({ key }) => key)).size).toBe(61);
});

test('a reader sees their regions only', async () => {
  const elsewhere = personIn(['andes']);
  expect((await listNetwork(db, elsewhere, { list: 'items' })).rows).toEqual([]);
  expect((await listNetwork(db, elsewhere, { list: 'orders' })).rows).toEqual([]);
  expect((await listNetwork(db, elsewhere, { list: 'disagreements' })).rows).toEqual([]);
  expect((await listNetwork(db, elsewhere, { list: 'stock' })).rows).toHaveLength(1);
  await expect(readPositionView(db, elsewhere, HERE)).rejects.toMatchObject({ code: 'not_found' });
  await expect(readShipment(db, elsewhere, 'ASN-8')).rejects.toMatchObject({ code: 'not_found' });
});

test('a position shows the flows that make its projection, each with its source', async () => {
  const view = await readPositionView(db, asPlanner(), { ...HERE, days: 12 });
  expect(view).toMatchObject({
    itemName: 'Test, 30 Tests',
    unit: 'EA',
    from: '2026-03-02',
    onHand: 90,
    blocked: 20,
    lots: [{ lot: 'L-77', status: 'blocked', quantity: 20 }],
    cover: { days: 7, basis: 'issues', demandPerDay: 10 },
    leftOut: [{ name: 'CO-BOX line 1', reason: 'told in BX, stock is in EA' }],
  });
  expect(view.readings.map(({ basis, quantity, moved }) => [basis, quantity, moved])).toEqual([
    ['ledger', 90, -10],
    ['physical', 87, -10],
  ]);
  expect(view.flows.map(({ kind, name, quantity, day }) => [kind, name, quantity, day])).toEqual([
    ['customer-order', 'CO-17 line 1', 30, '2026-03-03'],
    ['shipment', 'ASN-8', 15, '2026-03-04'],
    ['purchase-order', 'PO-7 line 1', 25, '2026-03-06'],
    ['production-order', 'PRD-9', 5, '2026-03-07'],
    ['purchase-order', 'PO-1 line 1', 3, '2026-03-12'],
  ]);
  const rest = (70 - 30) / 7;
  expect(view.projection[0]).toMatchObject({ day: '2026-03-02', orders: 0, stock: 64.285714 });
  expect(view.projection.at(-1)?.stock).toBeCloseTo(70 - 30 - rest * 7 + 15 + 25 + 5 + 3, 3);
  expect(view.movements).toMatchObject([{ quantity: -10, reason: 'issue' }]);
});

test('a shipment shows what is planned, estimated and actual apart', async () => {
  const view = await readShipment(db, asPlanner(), 'ASN-8');
  expect(view.lines).toMatchObject([{ orderNumber: 'PO-7', quantity: 15, told: { source: '/test/erp' } }]);
  expect(view.legs).toMatchObject([
    { movement: 'load', site: 'PORT', planned: null, estimated: null, actual: { value: '2026-03-01T12:00:00.000Z' } },
    { movement: 'arrival', site: 'DC-EAST', estimated: { value: '2026-03-04T12:00:00.000Z' }, actual: null },
  ]);
});

test('a traced thing is where it was seen last; a sighting that is taken back leaves the one before', async () => {
  const seen = (at: string, readPoint: string, things = ['SSCC-1', 'SSCC-2']) =>
    told('object.observed', at, { things, quantities: [], readPoint, bizLocation: null });
  const last = seen('2026-03-03', 'Dock 2');
  await world.tell(seen('2026-03-01', 'Dock 1'), last, seen('2026-02-01', 'Gate', ['SSCC-1']));
  expect(await values('things', 'sscc-1')).toMatchObject([{ thing: 'SSCC-1', readPoint: 'Dock 2', seen: 3 }]);
  await world.tell(takenBack(last, '2026-03-04'));
  expect(await values('things', 'dock')).toMatchObject([
    { thing: 'SSCC-1', readPoint: 'Dock 1', at: '2026-03-01T12:00:00.000Z', seen: 2 },
    { thing: 'SSCC-2', readPoint: 'Dock 1', seen: 1 },
  ]);
});

test('what is taken back is on no list', async () => {
  const site = told('site.described', AT, { site: 'GHOST' });
  await world.tell(site);
  expect(await values('sites', 'ghost')).toHaveLength(1);
  await world.tell(takenBack(site, '2026-03-02'));
  expect(await values('sites', 'ghost')).toEqual([]);
});

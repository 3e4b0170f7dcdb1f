import { beforeEach, describe, expect, test } from 'vitest';
import { asPlanner } from '../../../testing/contexts.ts';
import { testDatabase } from '../../../testing/database.ts';
import { openWorld, told } from '../../../testing/tell-world.ts';
import type { NetworkList } from './constants.ts';
import { listNetwork } from './list-network.ts';
import { readPositionView } from './read-position-view.ts';

const { db } = await testDatabase();
const world = openWorld(db);
const HERE = { item: 'TEST-30', site: 'DC-EAST' };
const AT = '2026-03-01';
const SUPPLIER = { source: '/supplier' };

beforeEach(() => world.clear());

const rows = async (list: NetworkList) => (await listNetwork(db, asPlanner(), { list })).rows;
const figures = async (list: NetworkList) =>
  (await rows(list)).map((row) =>
    Object.fromEntries(Object.entries(row.figures).map(([column, { value }]) => [column, value])),
  );

describe('figures in two units', () => {
  test('are never shown under one: a count by hand in boxes bears its own', async () => {
    await world.tell(
      told('stock.counted', AT, { ...HERE, basis: 'ledger', lot: null, quantity: 100, unit: 'EA' }),
      told('stock.counted', AT, { ...HERE, basis: 'physical', lot: null, quantity: 4, unit: 'BX' }, { source: '/wms' }),
    );
    expect(await figures('stock')).toMatchObject([{ onHand: 100, unit: 'EA', physical: '4 BX', gap: null }]);
  });

  test('are not added up by movements or receipts either, and the page says which were left out', async () => {
    const order = { ...HERE, orderNumber: 'PO-7', shipTo: 'DC-EAST', quantity: 50, requestedDelivery: '2026-03-05' };
    await world.tell(
      told('stock.counted', AT, { ...HERE, basis: 'ledger', lot: null, quantity: 100, unit: 'EA' }),
      told('purchase-order.placed', AT, order),
      told('stock.moved', '2026-03-02', { ...HERE, quantity: 3, unit: 'BX', reason: 'receipt', reference: 'PO-7' }),
    );
    const view = await readPositionView(db, asPlanner(), { ...HERE, days: 7 });
    expect(view.onHand).toBe(100);
    expect(view.flows).toMatchObject([{ name: 'PO-7 line 1', quantity: 50 }]);
    expect(view.leftOut).toEqual([{ name: '1 movement', reason: 'told in BX, stock is in EA' }]);
  });
});

describe('prices of buyer and supplier', () => {
  const prices = (buyer: [number, string | null], supplier: [number, string | null]) =>
    world.tell(
      told('purchase-order.placed', AT, { orderNumber: 'PO-7', unitPrice: buyer[0], currency: buyer[1] }),
      told(
        'purchase-order.confirmed',
        AT,
        {
          orderNumber: 'PO-7',
          quantity: null,
          promisedDelivery: null,
          unitPrice: supplier[0],
          currency: supplier[1],
        },
        SUPPLIER,
      ),
    );
  const found = async () =>
    (await figures('disagreements')).map(({ what, left, right, gap, unit }) => ({ what, left, right, gap, unit }));

  test('in one currency are at odds by their difference', async () => {
    await prices([10, 'USD'], [11.5, 'USD']);
    expect(await found()).toEqual([{ what: 'price', left: 10, right: 11.5, gap: 1.5, unit: 'USD' }]);
  });

  test('in two are at odds about the currency, even where the figures are equal', async () => {
    await prices([10, 'USD'], [10, 'EUR']);
    expect(await found()).toEqual([{ what: 'currency', left: 'USD', right: 'EUR', gap: null, unit: '' }]);
  });

  test('of which one names no currency are compared as they are', async () => {
    await prices([10, 'USD'], [10, null]);
    expect(await found()).toEqual([]);
  });
});

test('a figure is the newest that anybody told, and its currency that of the same word', async () => {
  await world.tell(
    told('item.described', AT, { item: 'TEST-30', unitCost: 29, currency: 'USD' }),
    told(
      'item.described',
      '2026-03-02',
      { item: 'TEST-30', name: 'New name', unitCost: null, currency: 'EUR' },
      SUPPLIER,
    ),
  );
  const [row] = await rows('items');
  expect(row?.figures).toMatchObject({
    name: { value: 'New name', told: { source: '/supplier' } },
    unitCost: { value: 29, told: { source: '/test/erp' } },
    currency: { value: 'USD', told: { source: '/test/erp' } },
  });
});

import { beforeEach, describe, expect, test } from 'vitest';
import { testDatabase } from '../../testing/database.ts';
import { deliveredOn, orderedOn, orderLine, TEST_STREAM } from '../../testing/signals.ts';
import { openWorld, told } from '../../testing/tell-world.ts';
import { findGoods } from './find-goods.ts';

const { db } = await testDatabase();
const world = openWorld(db);

beforeEach(async () => {
  await world.clear();
  await db.prisma.stream.create({ data: { source: TEST_STREAM, sourceId: 'source', clock: 'wall' } });
});

const THING = 'APZU4812090';
const carries = { orderNumber: null, lineNumber: null, item: 'TEST-30', quantity: 10, unit: 'EA', lot: null };
const noticed = (change = {}) =>
  told('shipment.noticed', '2026-03-01', { shipment: 'ASN-8', equipment: [THING], lines: [carries], ...change });
const moved = (movement: string, at: string) =>
  told('shipment.moved', at, { shipment: 'ASN-8', movement, phase: 'actual', equipment: THING, site: 'DC-EAST' });
const line = orderLine({ shipment: 'ASN-8', item: 'TEST-30', quantity: 4, value: 400 });
const goods = async (at: string) =>
  (await findGoods(db.prisma, [{ thing: THING, shipment: null, at: `${at}T00:00:00Z` }])).map(
    ({ item, quantity, valueUsd, minCelsius, maxCelsius }) => ({ item, quantity, valueUsd, minCelsius, maxCelsius }),
  );

describe('goods in a container', () => {
  test('are those of the shipments that a notice or a movement says it carries', async () => {
    await world.tell(noticed());
    expect(await goods('2026-03-02')).toMatchObject([{ item: 'TEST-30', quantity: 10, valueUsd: null }]);
    await world.tell(noticed({ shipment: 'ASN-9', equipment: ['OTHER'] }));
    expect(await goods('2026-03-02')).toHaveLength(1);
    await world.tell(told('shipment.moved', '2026-03-02', { shipment: 'ASN-9', movement: 'load', equipment: THING }));
    expect(await goods('2026-03-02')).toHaveLength(2);
  });

  test('are order lines where there are any, up to their delivery: not what the notice says again after it', async () => {
    await world.tell(noticed(), orderedOn('2026-02-01', line), deliveredOn('2026-03-05', line));
    expect(await goods('2026-03-04')).toMatchObject([{ quantity: 4, valueUsd: 400 }]);
    expect(await goods('2026-03-06')).toEqual([]);
  });

  test('were delivered with the shipment: a container that goes on with another is not laden with both', async () => {
    await world.tell(noticed(), moved('load', '2026-03-02'), moved('delivery', '2026-03-05'));
    expect(await goods('2026-03-04')).toHaveLength(1);
    expect(await goods('2026-03-06')).toEqual([]);
  });

  test('have the newest band and the newest unit cost that anybody told, each by itself', async () => {
    await world.tell(
      noticed(),
      told('item.described', '2026-02-01', { item: 'TEST-30', unitCost: 29, minCelsius: 2, maxCelsius: 8 }),
      told(
        'item.described',
        '2026-02-02',
        { item: 'TEST-30', unitCost: null, minCelsius: null, maxCelsius: null },
        {
          source: '/names',
        },
      ),
    );
    expect(await goods('2026-03-02')).toEqual([
      { item: 'TEST-30', quantity: 10, valueUsd: 290, minCelsius: 2, maxCelsius: 8 },
    ]);
  });
});

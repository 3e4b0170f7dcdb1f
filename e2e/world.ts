import { type APIRequestContext, expect } from '@playwright/test';

/** A small world of its own: an item at a site, counted twice with two results, with an order, a shipment and a forecast. */
export async function tellWorld(
  request: APIRequestContext,
  name: string,
): Promise<{ item: string; site: string; shipment: string }> {
  const item = `Serum ${name}`;
  const site = `Depot ${name} / north`;
  const shipment = `SHIP-${name}`;
  const here = { item, site };
  const told = [
    [
      'item.described',
      {
        item,
        name: item,
        itemGroup: 'Test',
        unit: 'EA',
        unitCost: 20,
        currency: 'USD',
        shelfLifeDays: null,
        minCelsius: 2,
        maxCelsius: 8,
      },
    ],
    ['stock.counted', { ...here, lot: null, basis: 'ledger', quantity: 100, unit: 'EA', reserved: null }],
    ['stock.counted', { ...here, lot: null, basis: 'physical', quantity: 94, unit: 'EA', reserved: null }],
    ['stock.moved', { ...here, lot: null, quantity: -14, unit: 'EA', reason: 'issue', reference: null }, 1],
    [
      'customer-order.placed',
      {
        orderNumber: `CO-${name}`,
        lineNumber: '1',
        customer: 'Clinic',
        ...here,
        quantity: 120,
        unit: 'EA',
        promisedDelivery: '2026-03-05',
        value: null,
        currency: null,
        state: 'open',
      },
    ],
    [
      'shipment.noticed',
      {
        shipment,
        supplier: 'Maker',
        carrier: 'Line',
        mode: 'ocean',
        shipFrom: 'Port',
        shipTo: site,
        shippedAt: '2026-02-20',
        expectedAt: '2026-03-09',
        equipment: [],
        lines: [{ orderNumber: null, lineNumber: null, item, quantity: 60, unit: 'EA', lot: null }],
      },
    ],
    [
      'shipment.moved',
      {
        shipment,
        equipment: null,
        leg: null,
        movement: 'departure',
        phase: 'actual',
        site: 'Port',
        mode: 'ocean',
        carrier: 'Line',
        vehicle: null,
        statusCode: null,
        note: null,
      },
    ],
  ] as const;
  const events = told.map(([type, data, hour = 0], n) => ({
    specversion: '1.0',
    id: `${name}-${n}`,
    source: `/e2e/network/${name}`,
    type,
    region: 'e2e',
    time: `2026-03-01T1${hour}:00:00Z`,
    recordedtime: '2026-03-01T12:00:00Z',
    data,
  }));
  const answer = await request.post('/api/v1/signals', {
    headers: { authorization: 'Bearer demo-source-key', 'content-type': 'application/cloudevents-batch+json' },
    data: JSON.stringify(events),
  });
  expect(answer.status()).toBe(202);
  expect(await answer.json()).toMatchObject({ quarantined: [] });
  return { item, site, shipment };
}

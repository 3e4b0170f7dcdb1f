/** A purchase order line as a CloudEvent; one in a hundred is overdue on arrival, so that detection, agent and policy run too. */
export function orderSignal(id: string): unknown {
  const n = Number(/-(\d+)-$/.exec(id)?.[1]);
  const day = n % 100 === 0 ? '2026-01-05' : '2099-01-05';
  return {
    specversion: '1.0',
    id,
    source: '/bench/erp',
    type: 'purchase-order.sent',
    time: '2026-01-02T08:00:00Z',
    datacontenttype: 'application/json',
    data: {
      line: {
        orderNumber: `PO-${id}`,
        lineNumber: id,
        shipment: `ASN-${id}`,
        supplier: `Supplier ${n % 20}`,
        item: `Item ${n % 500}`,
        itemGroup: 'general',
        origin: `Site ${n % 20}`,
        destination: `Country ${n % 40}`,
        region: 'bench',
        customer: `Programme ${n % 10}`,
        mode: 'truck',
        quantity: 100 + (n % 900),
        packUnit: '60 tablets',
        value: 1000 + (n % 9000),
        currency: 'USD',
        firstLine: false,
        scheduledDelivery: day,
      },
    },
  };
}

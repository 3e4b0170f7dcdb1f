/** The lists of the Network screen, in the order of the tabs, and the signal types that fill them. */
export const NETWORK_LISTS = {
  items: { label: 'Items', kind: 'item', filledBy: ['item.described'] },
  sites: { label: 'Sites', kind: 'site', filledBy: ['site.described'] },
  suppliers: { label: 'Suppliers', kind: 'supplier', filledBy: ['supplier.described'] },
  lanes: { label: 'Lanes', kind: 'lane', filledBy: ['lane.described'] },
  orders: {
    label: 'Orders',
    kind: 'po',
    filledBy: ['purchase-order.placed', 'purchase-order.sent', 'purchase-order.confirmed'],
  },
  shipments: { label: 'Shipments', kind: 'shipment', filledBy: ['shipment.noticed', 'shipment.moved'] },
  stock: { label: 'Stock', kind: 'stock', filledBy: ['stock.counted', 'stock.moved'] },
  demand: { label: 'Demand', kind: 'demand', filledBy: ['demand.forecasted'] },
  'customer-orders': { label: 'Customer orders', kind: 'customer-order', filledBy: ['customer-order.placed'] },
  production: { label: 'Production', kind: 'production-order', filledBy: ['production-order.scheduled'] },
  lots: { label: 'Quality lots', kind: 'lot', filledBy: ['quality-lot.judged'] },
  things: {
    label: 'Things',
    kind: 'object',
    filledBy: ['object.observed', 'object.aggregated', 'object.transformed'],
  },
  disagreements: {
    label: 'Disagreements',
    kind: 'disagreement',
    filledBy: ['stock.counted', 'purchase-order.confirmed'],
  },
} as const;
export type NetworkList = keyof typeof NETWORK_LISTS;

/** Lists of what is numbered as it comes: the newest first. */
export const NEWEST_FIRST: ReadonlySet<NetworkList> = new Set(['orders', 'shipments', 'customer-orders', 'production']);

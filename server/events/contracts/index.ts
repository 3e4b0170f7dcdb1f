export { clockAdvanced } from './clock-advanced.ts';
export { deliveryRecorded } from './delivery-recorded.ts';
export type { OrderLineData } from './order-line.ts';
export { priceQuoteSent } from './price-quote-sent.ts';
export { purchaseOrderSent } from './purchase-order-sent.ts';
export { releaseContracts } from './release-contracts.ts';
export { CONTRACTS, type Contract, contractJsonSchema, contractUri, findContract, versionOf } from './rules.ts';

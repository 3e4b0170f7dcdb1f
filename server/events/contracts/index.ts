export { customerOrderPlaced } from './customer-order-placed.ts';
export type { Contract } from './define-contract.ts';
export { deliveryRecorded } from './delivery-recorded.ts';
export { demandForecasted } from './demand-forecasted.ts';
export { itemDescribed } from './item-described.ts';
export { laneDescribed } from './lane-described.ts';
export { objectAggregated } from './object-aggregated.ts';
export { objectAssociated } from './object-associated.ts';
export { objectObserved } from './object-observed.ts';
export { objectTransacted } from './object-transacted.ts';
export { objectTransformed } from './object-transformed.ts';
export type { OrderLineData } from './order-line.ts';
export { shipmentKeyOf } from './order-line.ts';
export { priceQuoteSent } from './price-quote-sent.ts';
export { productionOrderScheduled } from './production-order-scheduled.ts';
export { purchaseOrderChanged } from './purchase-order-changed.ts';
export { purchaseOrderConfirmed } from './purchase-order-confirmed.ts';
export { purchaseOrderPlaced } from './purchase-order-placed.ts';
export { purchaseOrderSent } from './purchase-order-sent.ts';
export { qualityLotJudged } from './quality-lot-judged.ts';
export { releaseContracts } from './release-contracts.ts';
export {
  CONTRACTS,
  contractJsonSchema,
  contractUri,
  findContract,
  isKnownType,
  signalWords,
  versionOf,
} from './rules.ts';
export { thingKey } from './schema.ts';
export { sensorObserved } from './sensor-observed.ts';
export { shipmentMoved } from './shipment-moved.ts';
export { shipmentNoticed } from './shipment-noticed.ts';
export { signalRetracted } from './signal-retracted.ts';
export { siteDescribed } from './site-described.ts';
export { stockCounted } from './stock-counted.ts';
export { stockMoved } from './stock-moved.ts';
export { supplierDescribed } from './supplier-described.ts';

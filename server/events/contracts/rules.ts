import { z } from 'zod';
import { clockAdvanced } from './clock-advanced.ts';
import { customerOrderPlaced } from './customer-order-placed.ts';
import type { Contract } from './define-contract.ts';
import { deliveryRecorded } from './delivery-recorded.ts';
import { demandForecasted } from './demand-forecasted.ts';
import { documentChanged } from './document-changed.ts';
import { equipmentObserved } from './equipment-observed.ts';
import { freightInvoiced } from './freight-invoiced.ts';
import { itemDescribed } from './item-described.ts';
import { laneDescribed } from './lane-described.ts';
import { mailReceived } from './mail-received.ts';
import { objectAggregated } from './object-aggregated.ts';
import { objectAssociated } from './object-associated.ts';
import { objectObserved } from './object-observed.ts';
import { objectTransacted } from './object-transacted.ts';
import { objectTransformed } from './object-transformed.ts';
import { portCallObserved } from './port-call-observed.ts';
import { priceQuoteSent } from './price-quote-sent.ts';
import { productionOrderScheduled } from './production-order-scheduled.ts';
import { purchaseOrderChanged } from './purchase-order-changed.ts';
import { purchaseOrderConfirmed } from './purchase-order-confirmed.ts';
import { purchaseOrderPlaced } from './purchase-order-placed.ts';
import { purchaseOrderSent } from './purchase-order-sent.ts';
import { qualityLotJudged } from './quality-lot-judged.ts';
import { sensorObserved } from './sensor-observed.ts';
import { shipmentMoved } from './shipment-moved.ts';
import { shipmentNoticed } from './shipment-noticed.ts';
import { signalRetracted } from './signal-retracted.ts';
import { siteDescribed } from './site-described.ts';
import { stockCounted } from './stock-counted.ts';
import { stockMoved } from './stock-moved.ts';
import { supplierDescribed } from './supplier-described.ts';
import { tenderAnswered } from './tender-answered.ts';
import { tenderOffered } from './tender-offered.ts';

/** Every contract that this build releases. Order is that of the screen. */
export const CONTRACTS: readonly Contract[] = [
  purchaseOrderSent,
  priceQuoteSent,
  deliveryRecorded,
  clockAdvanced,
  customerOrderPlaced,
  demandForecasted,
  itemDescribed,
  laneDescribed,
  mailReceived,
  productionOrderScheduled,
  purchaseOrderChanged,
  purchaseOrderConfirmed,
  purchaseOrderPlaced,
  qualityLotJudged,
  sensorObserved,
  shipmentMoved,
  shipmentNoticed,
  signalRetracted,
  siteDescribed,
  stockCounted,
  stockMoved,
  supplierDescribed,
  tenderOffered,
  tenderAnswered,
  freightInvoiced,
  objectObserved,
  objectAggregated,
  objectTransacted,
  objectTransformed,
  objectAssociated,
  documentChanged,
  equipmentObserved,
  portCallObserved,
];

const byKey = new Map(CONTRACTS.map((contract) => [`${contract.type} ${contract.version}`, contract]));

const types: ReadonlySet<string> = new Set(CONTRACTS.map(({ type }) => type));

/** Whether the code has a contract of this type, of whatever version. */
export const isKnownType = (type: string): boolean => types.has(type);

/** The contract of a type and version, or undefined when there is none. */
export const findContract = (type: string, version: number): Contract | undefined => byKey.get(`${type} ${version}`);

/** JSON Schema (draft 2020-12) of what a sender may send under this contract. */
export const contractJsonSchema = (contract: Contract): Record<string, unknown> =>
  z.toJSONSchema(contract.schema, { io: 'input' }) as Record<string, unknown>;

/** The CloudEvents `dataschema` that names a contract. A signal without one is read as version 1, for ever. */
export const contractUri = (contract: Pick<Contract, 'type' | 'version'>): string =>
  `urn:holdpoint:contract:${contract.type}:v${contract.version}`;

/** The version that a `dataschema` names for a type; 1 when there is none, null when it names something else. */
export function versionOf(type: string, dataschema: string | undefined): number | null {
  if (dataschema === undefined) return 1;
  const named = /^urn:holdpoint:contract:(.+):v([1-9]\d{0,5})$/.exec(dataschema);
  return named && named[1] === type ? Number(named[2]) : null;
}

/** One plain sentence of what a stored signal says. */
export function signalWords(signal: {
  type: string;
  contractVersion?: number;
  recordedAt: Date;
  data: unknown;
}): string {
  const contract = findContract(signal.type, signal.contractVersion ?? 1);
  const data = contract?.schema.safeParse(signal.data);
  return contract && data?.success ? contract.wordsOf(data.data, signal) : `A signal of type ${signal.type}.`;
}

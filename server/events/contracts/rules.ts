import { z } from 'zod';
import { clockAdvanced } from './clock-advanced.ts';
import { deliveryRecorded } from './delivery-recorded.ts';
import { priceQuoteSent } from './price-quote-sent.ts';
import { purchaseOrderSent } from './purchase-order-sent.ts';

/** What a signal of one type and version must look like. A released version never changes; a change is a new version. */
export type Contract = {
  readonly type: string;
  readonly version: number;
  readonly meaning: string;
  readonly owner: string;
  readonly schema: z.ZodType;
};

export const CONTRACTS: readonly Contract[] = [purchaseOrderSent, priceQuoteSent, deliveryRecorded, clockAdvanced];

const byKey = new Map(CONTRACTS.map((contract) => [`${contract.type} ${contract.version}`, contract]));

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

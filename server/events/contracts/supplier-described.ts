import { z } from 'zod';
import { defineContract } from './define-contract.ts';
import { party, thingKey } from './schema.ts';

/** supplier.described v1: who a supplier is and whether it may be bought from. */
export const supplierDescribed = defineContract({
  type: 'supplier.described',
  version: 1,
  meaning: 'Who a supplier is and whether it may be bought from.',
  owner: 'master data',
  schema: z.object({
    supplier: party,
    name: party,
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'must be an ISO 3166 code of two letters')
      .nullable(),
    status: z.enum(['active', 'on-hold', 'blocked']),
  }),
  keyOf: (data) => thingKey('supplier', data.supplier),
  wordsOf: (data) => `Supplier ${data.name} is ${data.status}.`,
});

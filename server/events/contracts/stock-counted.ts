import { z } from 'zod';
import { amount } from '../../core/words.ts';
import { defineContract } from './define-contract.ts';
import { item, quantity, site, text, thingKey, unit } from './schema.ts';

/** stock.counted v1: how much of an item is at a site, in the ledger or as counted by hand. Event time is the count. */
export const stockCounted = defineContract({
  type: 'stock.counted',
  version: 1,
  meaning: 'How much of an item is at a site, in the ledger or as counted by hand. Event time is the count.',
  owner: 'inventory',
  schema: z.object({
    item,
    site,
    lot: text(120).nullable(),
    basis: z.enum(['ledger', 'physical']),
    quantity,
    unit,
    reserved: quantity.nullable().describe('Of it promised to orders; null when not told'),
  }),
  keyOf: (data) => thingKey('stock', data.item, data.site),
  wordsOf: (data) =>
    `${amount(data.quantity, data.unit)} of ${data.item} at ${data.site}, ${data.basis === 'ledger' ? 'by the ledger' : 'counted by hand'}.`,
});

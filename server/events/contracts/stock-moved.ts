import { z } from 'zod';
import { amount } from '../../core/words.ts';
import { defineContract } from './define-contract.ts';
import { item, signedQuantity, site, text, thingKey, unit } from './schema.ts';

/** stock.moved v1: stock of an item came to a site, left it, or was corrected. */
export const stockMoved = defineContract({
  type: 'stock.moved',
  version: 1,
  meaning: 'Stock of an item came to a site, left it, or was corrected.',
  owner: 'inventory',
  schema: z.object({
    item,
    site,
    lot: text(120).nullable(),
    quantity: signedQuantity.describe('Signed: what came is positive, what left is negative'),
    unit,
    reason: z.enum(['receipt', 'issue', 'transfer', 'scrap', 'adjustment']),
    reference: text(200).nullable(),
  }),
  keyOf: (data) => thingKey('stock', data.item, data.site),
  wordsOf: (data) =>
    `${data.reason.charAt(0).toUpperCase()}${data.reason.slice(1)} of ${data.quantity > 0 ? '+' : ''}${amount(data.quantity, data.unit)} of ${data.item} at ${data.site}.`,
});

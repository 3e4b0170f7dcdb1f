import { z } from 'zod';
import { dayOfYear } from '../../core/words.ts';
import { defineContract } from './define-contract.ts';
import {
  currency,
  dayOrInstant,
  lineNumber,
  money,
  orderNumber,
  party,
  quantity,
  thingKey,
  untrusted,
} from './schema.ts';

/** purchase-order.confirmed v1: the supplier answered a purchase order line. */
export const purchaseOrderConfirmed = defineContract({
  type: 'purchase-order.confirmed',
  version: 1,
  meaning: 'The supplier answered a purchase order line.',
  owner: 'procurement',
  schema: z.object({
    orderNumber,
    lineNumber,
    supplier: party.nullable(),
    answer: z.enum(['accepted', 'changed', 'rejected', 'back-ordered']),
    quantity: quantity.nullable().describe('What the supplier will ship; null when not told'),
    unitPrice: money.nullable(),
    currency: currency.nullable(),
    promisedDelivery: dayOrInstant.nullable().describe('Null when the supplier names no date'),
    note: untrusted(2_000).nullable(),
  }),
  keyOf: (data) => thingKey('po', data.orderNumber, data.lineNumber),
  wordsOf: (data) =>
    `The supplier ${data.answer === 'back-ordered' ? 'put on back order' : data.answer} line ${data.lineNumber} of ${data.orderNumber}${data.promisedDelivery ? ` for ${dayOfYear(data.promisedDelivery)}` : ''}.`,
});

import { z } from 'zod';
import { defineContract } from './define-contract.ts';
import { currency, dayOrInstant, lineNumber, money, orderNumber, quantity, thingKey, untrusted } from './schema.ts';

/** purchase-order.changed v1: the buyer changed or cancelled a purchase order line. */
export const purchaseOrderChanged = defineContract({
  type: 'purchase-order.changed',
  version: 1,
  meaning: 'The buyer changed or cancelled a purchase order line.',
  owner: 'procurement',
  schema: z.object({
    orderNumber,
    lineNumber,
    change: z.enum(['added', 'changed', 'cancelled']),
    quantity: quantity.nullable().describe('The new quantity; null when it stays'),
    unitPrice: money.nullable(),
    currency: currency.nullable(),
    requestedDelivery: dayOrInstant.nullable().describe('The new date; null when it stays'),
    note: untrusted(2_000).nullable(),
  }),
  keyOf: (data) => thingKey('po', data.orderNumber, data.lineNumber),
  wordsOf: (data) => `Line ${data.lineNumber} of ${data.orderNumber} was ${data.change} by the buyer.`,
});

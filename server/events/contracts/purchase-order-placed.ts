import { z } from 'zod';
import { amount, dayOfYear } from '../../core/words.ts';
import { defineContract } from './define-contract.ts';
import {
  currency,
  dayOrInstant,
  item,
  lineNumber,
  money,
  orderNumber,
  party,
  quantity,
  site,
  thingKey,
  unit,
  untrusted,
} from './schema.ts';

/** purchase-order.placed v1: a purchase order line as the buyer placed it, with what the buyer knows. */
export const purchaseOrderPlaced = defineContract({
  type: 'purchase-order.placed',
  version: 1,
  meaning: 'A purchase order line as the buyer placed it, with what the buyer knows.',
  owner: 'procurement',
  schema: z.object({
    orderNumber,
    lineNumber,
    supplier: party.nullable(),
    buyer: party.nullable(),
    item,
    quantity,
    unit,
    unitPrice: money.nullable(),
    currency: currency.nullable(),
    requestedDelivery: dayOrInstant.nullable(),
    shipTo: site.nullable(),
    note: untrusted(2_000).nullable(),
  }),
  keyOf: (data) => thingKey('po', data.orderNumber, data.lineNumber),
  wordsOf: (data) =>
    `Line ${data.lineNumber} of ${data.orderNumber} was placed: ${amount(data.quantity, data.unit)} of ${data.item}${data.requestedDelivery ? `, wanted by ${dayOfYear(data.requestedDelivery)}` : ''}.`,
});

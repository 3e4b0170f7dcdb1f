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
} from './schema.ts';

/** customer-order.placed v1: a customer order line as it now stands. */
export const customerOrderPlaced = defineContract({
  type: 'customer-order.placed',
  version: 1,
  meaning: 'A customer order line as it now stands.',
  owner: 'order management',
  schema: z.object({
    orderNumber,
    lineNumber,
    customer: party,
    item,
    site: site.describe('Where it ships from'),
    quantity,
    unit,
    promisedDelivery: dayOrInstant,
    value: money.nullable(),
    currency: currency.nullable(),
    state: z.enum(['open', 'shipped', 'cancelled']),
  }),
  keyOf: (data) => thingKey('customer-order', data.orderNumber, data.lineNumber),
  wordsOf: (data) =>
    `${data.customer} ordered ${amount(data.quantity, data.unit)} of ${data.item}, promised for ${dayOfYear(data.promisedDelivery)}; ${data.state}.`,
});

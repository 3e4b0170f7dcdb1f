import { z } from 'zod';
import { amount } from '../../core/words.ts';
import { defineContract } from './define-contract.ts';
import { dayOrInstant, item, orderNumber, quantity, site, thingKey, unit } from './schema.ts';

/** production-order.scheduled v1: a production order as it now stands. */
export const productionOrderScheduled = defineContract({
  type: 'production-order.scheduled',
  version: 1,
  meaning: 'A production order as it now stands.',
  owner: 'production',
  schema: z.object({
    orderNumber,
    item,
    site,
    quantity,
    unit,
    start: dayOrInstant,
    finish: dayOrInstant,
    state: z.enum(['planned', 'released', 'started', 'stopped', 'finished', 'cancelled']),
  }),
  keyOf: (data) => thingKey('production-order', data.orderNumber),
  wordsOf: (data) =>
    `Production order ${data.orderNumber} of ${amount(data.quantity, data.unit)} of ${data.item} at ${data.site} is ${data.state}.`,
});

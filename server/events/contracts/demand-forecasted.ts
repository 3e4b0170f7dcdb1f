import { z } from 'zod';
import { amount, dayOfYear } from '../../core/words.ts';
import { defineContract } from './define-contract.ts';
import { day, item, quantity, site, text, thingKey, unit } from './schema.ts';

/** demand.forecasted v1: how much of an item a site is expected to need in a span of days. */
export const demandForecasted = defineContract({
  type: 'demand.forecasted',
  version: 1,
  meaning: 'How much of an item a site is expected to need in a span of days.',
  owner: 'planning',
  schema: z.object({
    item,
    site,
    from: day,
    days: z.number().int().positive().max(731),
    quantity,
    unit,
    model: text(120).nullable().describe('Model of the catalogue that made it; null when people did'),
  }),
  keyOf: (data) => thingKey('demand', data.item, data.site),
  wordsOf: (data) =>
    `${amount(data.quantity, data.unit)} of ${data.item} are expected to be needed at ${data.site} in ${data.days} days from ${dayOfYear(data.from)}.`,
});

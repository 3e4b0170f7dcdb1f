import { z } from 'zod';
import { defineContract } from './define-contract.ts';
import { currency, item, money, text, thingKey } from './schema.ts';

/** item.described v1: what an item is, and what it must be kept at. */
export const itemDescribed = defineContract({
  type: 'item.described',
  version: 1,
  meaning: 'What an item is, and what it must be kept at.',
  owner: 'master data',
  schema: z.object({
    item,
    name: text(300),
    itemGroup: text(120),
    unit: text(60),
    unitCost: money.nullable(),
    currency: currency.nullable(),
    shelfLifeDays: z.number().positive().max(100_000).nullable(),
    minCelsius: z.number().min(-273.15).max(1_000).nullable(),
    maxCelsius: z.number().min(-273.15).max(1_000).nullable(),
  }),
  keyOf: (data) => thingKey('item', data.item),
  wordsOf: (data) => `Item ${data.item} is ${data.name}.`,
});

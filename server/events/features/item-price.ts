import { count, usdExact } from '../../core/words.ts';
import { defineFeature } from './define-feature.ts';
import { priceSchema } from './schema.ts';

/** item.price v1. */
export const itemPrice = defineFeature({
  name: 'item.price',
  version: 1,
  subject: 'item and supplier',
  unit: 'USD per pack',
  definition: 'What a pack of an item costs from a supplier: the worth of all lines delivered over the packs in them.',
  computedFrom: 'Every delivered order line of the item from the supplier: value and quantity.',
  owner: 'purchasing',
  parse: (value) => priceSchema.parse(value),
  compute: ({ deliveries }) =>
    (deliveries?.items ?? [])
      .filter((row) => row.quantity !== 0 || row.valueUsd !== 0)
      .map((row) => ({
        subject: [row.item, row.supplier],
        value: { usd: row.valueUsd, packs: row.quantity },
        n: row.lines,
      })),
  wordsOf: ({ usd, packs }) => (packs > 0 ? `${usdExact(usd / packs)} a pack (${count(packs)} packs)` : 'no price yet'),
});

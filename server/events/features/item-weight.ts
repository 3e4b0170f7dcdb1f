import { count, figure } from '../../core/words.ts';
import { defineFeature } from './define-feature.ts';
import { weightSchema } from './schema.ts';

/** item.weight v1. */
export const itemWeight = defineFeature({
  name: 'item.weight',
  version: 1,
  subject: 'item and supplier',
  unit: 'kg per pack',
  definition: 'What a pack of an item weighs as delivered: all weight told over the packs it was told for.',
  computedFrom: 'Delivered order lines of the item from the supplier that told their weight as a number.',
  owner: 'logistics',
  parse: (value) => weightSchema.parse(value),
  compute: ({ deliveries }) =>
    (deliveries?.items ?? [])
      .filter((row) => row.kg !== 0 || row.kgQuantity !== 0)
      .map((row) => ({
        subject: [row.item, row.supplier],
        value: { kg: row.kg, packs: row.kgQuantity },
        n: row.lines,
      })),
  wordsOf: ({ kg, packs }) =>
    packs > 0 ? `${figure(kg / packs)} kg a pack (${count(packs)} packs)` : 'no weight told yet',
});

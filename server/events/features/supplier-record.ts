import { count, percent } from '../../core/words.ts';
import { defineFeature } from './define-feature.ts';
import { recordSchema } from './schema.ts';

/** supplier.record v1. */
export const supplierRecord = defineFeature({
  name: 'supplier.record',
  version: 1,
  subject: 'item and supplier',
  unit: 'share of delivered lines that were late',
  definition: 'How a supplier has delivered an item: lines delivered, and those of them that came late.',
  computedFrom: 'Every delivered order line of the item from the supplier: delivery date against due date.',
  owner: 'purchasing',
  parse: (value) => recordSchema.parse(value),
  compute: ({ deliveries }) =>
    (deliveries?.items ?? []).map((row) => ({
      subject: [row.item, row.supplier],
      value: { lines: row.lines, late: row.late },
      n: row.lines,
    })),
  wordsOf: ({ lines, late }) =>
    lines ? `${percent(late / lines)} late (${count(late)} of ${count(lines)} lines)` : 'no delivery yet',
});

import { count, plural } from '../../core/words.ts';
import { defineFeature } from './define-feature.ts';
import { medianOf } from './rules.ts';
import { leadTimeSchema } from './schema.ts';

/** item.lead-time v1. */
export const itemLeadTime = defineFeature({
  name: 'item.lead-time',
  version: 1,
  subject: 'item and supplier',
  unit: 'deliveries by whole days from order to delivery',
  definition:
    'How long a supplier takes to deliver an item: deliveries counted by whole days from announcement to delivery.',
  computedFrom: 'Delivered order lines of the item from the supplier that were announced before they were delivered.',
  owner: 'purchasing',
  parse: (value) => leadTimeSchema.parse(value),
  compute: ({ deliveries }) =>
    (deliveries?.items ?? [])
      .filter((row) => Object.keys(row.leadDays).length > 0)
      .map((row) => ({
        subject: [row.item, row.supplier],
        value: { days: row.leadDays },
        n: Object.values(row.leadDays).reduce((sum, n) => sum + n, 0),
      })),
  wordsOf: ({ days }) => {
    const { median, n } = medianOf(days);
    return median === null
      ? 'no announced delivery yet'
      : `half within ${plural(median, 'day')} (${count(n)} deliveries)`;
  },
});

import { count, percent } from '../../core/words.ts';
import { defineFeature } from './define-feature.ts';
import { latenessSchema } from './schema.ts';

/** lane.lateness v1. */
export const laneLateness = defineFeature({
  name: 'lane.lateness',
  version: 1,
  subject: 'origin, destination and mode; any origin, or any lane, where it is not named',
  unit: 'deliveries by whole days late',
  definition:
    'How late past deliveries of a lane came: deliveries counted by the whole days they were late, a begun day counting as one and early as none. Its share of late ones is the late share of the lane.',
  computedFrom: 'Every delivered order line of the stream on that lane by that mode: delivery date against due date.',
  owner: 'logistics',
  parse: (value) => latenessSchema.parse(value),
  compute: ({ deliveries }) =>
    (deliveries?.lanes ?? []).map((row) => ({
      subject: [row.origin, row.destination, row.mode],
      value: { deliveries: row.shipments, late: row.late, days: row.latenessDays },
      n: row.shipments,
    })),
  wordsOf: ({ deliveries, late }) =>
    deliveries ? `${percent(late / deliveries)} late (${count(late)} of ${count(deliveries)})` : 'no delivery yet',
});

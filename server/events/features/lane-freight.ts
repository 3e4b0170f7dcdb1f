import { count, usdExact } from '../../core/words.ts';
import { defineFeature } from './define-feature.ts';
import { freightSchema } from './schema.ts';

/** lane.freight v1. */
export const laneFreight = defineFeature({
  name: 'lane.freight',
  version: 1,
  subject: 'origin, destination and mode; any origin, or any lane, where it is not named',
  unit: 'USD per kg',
  definition: 'What a kilogram costs on a lane by a mode: all freight billed over all weight carried.',
  computedFrom: 'Delivered order lines on that lane by that mode that told both freight and weight as numbers.',
  owner: 'logistics',
  parse: (value) => freightSchema.parse(value),
  compute: ({ deliveries }) =>
    (deliveries?.lanes ?? [])
      .filter((row) => row.freightN !== 0 || row.freightUsd !== 0 || row.freightKg !== 0)
      .map((row) => ({
        subject: [row.origin, row.destination, row.mode],
        value: { usd: row.freightUsd, kg: row.freightKg, bills: row.freightN },
        n: row.freightN,
      })),
  wordsOf: ({ usd, kg, bills }) =>
    kg > 0 ? `${usdExact(usd / kg)}/kg (${count(bills)} bills)` : 'no freight bill yet',
});

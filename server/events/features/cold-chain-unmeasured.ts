import { plural } from '../../core/words.ts';
import { defineFeature } from './define-feature.ts';
import { unmeasuredSchema } from './schema.ts';

/** cold-chain.unmeasured v1. */
export const coldChainUnmeasured = defineFeature({
  name: 'cold-chain.unmeasured',
  version: 1,
  subject: 'container or other thing that is watched',
  unit: 'minutes that nobody measured',
  definition:
    'How much of the time outside of an excursion nobody measured: the minutes since the last reading of a device that was outside and has fallen silent. They count as outside.',
  computedFrom: 'The last reading of each device of the thing, and world time.',
  owner: 'quality',
  parse: (value) => unmeasuredSchema.parse(value),
  compute: ({ excursion }) =>
    excursion?.unmeasuredMinutes
      ? [{ subject: [excursion.thing], value: { minutes: excursion.unmeasuredMinutes }, n: excursion.readings }]
      : [],
  wordsOf: ({ minutes }) => `${plural(Math.round(minutes), 'minute')} that nobody measured`,
});

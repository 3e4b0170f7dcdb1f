import { figure, plural } from '../../core/words.ts';
import { defineFeature } from './define-feature.ts';
import { excursionSchema } from './schema.ts';

/** cold-chain.excursion v1. */
export const coldChainExcursion = defineFeature({
  name: 'cold-chain.excursion',
  version: 1,
  subject: 'container or other thing that is watched',
  unit: 'minutes outside the band, degrees Celsius',
  definition:
    'How long and how far goods were outside their temperature band: minutes outside, the worst and the latest reading, and the mean kinetic temperature since it began.',
  computedFrom: 'The readings of all sensors of the thing, from the first one outside its band.',
  owner: 'quality',
  parse: (value) => excursionSchema.parse(value),
  compute: ({ excursion }) =>
    excursion
      ? [
          {
            subject: [excursion.thing],
            value: {
              outsideMinutes: excursion.outsideMinutes,
              allowedMinutes: excursion.allowedMinutes,
              worstCelsius: excursion.worst.celsius,
              latestCelsius: excursion.latest.celsius,
              meanKineticCelsius: excursion.meanKinetic,
            },
            n: excursion.readings,
          },
        ]
      : [],
  wordsOf: ({ outsideMinutes, worstCelsius }) =>
    `${plural(Math.round(outsideMinutes), 'minute')} outside, worst ${figure(worstCelsius)} °C`,
});

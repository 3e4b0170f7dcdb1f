import { z } from 'zod';
import { defineContract } from './define-contract.ts';
import { text, thingKey } from './schema.ts';

/** sensor.observed v1: a sensor reported a measure of a thing. Event time is when it was measured. */
export const sensorObserved = defineContract({
  type: 'sensor.observed',
  version: 1,
  meaning: 'A sensor reported a measure of a thing. Event time is when it was measured.',
  owner: 'quality',
  schema: z.object({
    thing: text(200).describe('What is sensed: container, shipment, lot, site, vehicle'),
    thingKind: z.enum(['shipment', 'container', 'lot', 'site', 'vehicle', 'item', 'other']),
    device: text(200).nullable(),
    measure: text(120).describe('GS1 measurement type where there is one: Temperature, RelativeHumidity, Speed'),
    value: z.number().min(-1e15).max(1e15).nullable().describe('Null when the sensor reports words or an alarm only'),
    unit: text(60).nullable().describe('UN/CEFACT Recommendation 20 code: CEL, FAH, P1'),
    words: text(300).nullable(),
    low: z.number().min(-1e15).max(1e15).nullable().describe('Lower bound allowed, as the source tells it'),
    high: z.number().min(-1e15).max(1e15).nullable(),
  }),
  keyOf: (data) => thingKey('sensor', data.thing, data.measure),
  wordsOf: (data) =>
    `${data.measure} of ${data.thing} was ${data.value ?? data.words ?? 'not told'}${data.value !== null && data.unit ? ` ${data.unit}` : ''}.`,
});

import { z } from 'zod';
import { unitSign } from '../../core/words.ts';
import { defineContract } from './define-contract.ts';
import { instant, latitude, longitude, text, thingKey } from './schema.ts';

const figure = z.number().min(-1e15).max(1e15).nullable().optional();

/** sensor.observed v1: a sensor reported a measure of a thing. Event time is when it was measured. */
export const sensorObserved = defineContract({
  type: 'sensor.observed',
  version: 1,
  meaning: 'A sensor reported a measure of a thing. Event time is when it was measured.',
  owner: 'quality',
  schema: z.object({
    thing: text(300).describe('What is sensed: container, shipment, lot, site, vehicle'),
    thingKind: z.enum(['shipment', 'container', 'lot', 'site', 'vehicle', 'item', 'other']),
    device: text(200).nullable(),
    measure: text(120).describe('GS1 measurement type where there is one: Temperature, RelativeHumidity, Speed'),
    value: z.number().min(-1e15).max(1e15).nullable().describe('Null when the sensor reports words or an alarm only'),
    unit: text(60).nullable().describe('UN/CEFACT Recommendation 20 code: CEL, FAH, P1'),
    words: text(300).nullable(),
    low: z.number().min(-1e15).max(1e15).nullable().describe('Lower bound allowed, as the source tells it'),
    high: z.number().min(-1e15).max(1e15).nullable(),
    component: text(300)
      .nullable()
      .optional()
      .describe('Which part of the measure: x, latitude; the substance or the feature that was measured'),
    from: instant
      .nullable()
      .optional()
      .describe('Start of the period, where a reading sums one up; event time ends it'),
    least: figure.describe('Lowest value of the period'),
    most: figure.describe('Highest value of the period'),
    mean: figure,
    setpoint: figure.describe('What the device was told to keep, in the same unit'),
    alarm: z.enum(['alarm', 'error']).nullable().optional().describe('The device reports an alarm, or its own failure'),
    shipment: text(120).nullable().optional().describe('Shipment or booking that the thing travels with, where told'),
    latitude,
    longitude,
  }),
  keyOf: (data) => thingKey('sensor', data.thing, data.measure, ...(data.component ? [data.component] : [])),
  wordsOf: (data) => {
    const told = data.value ?? data.mean ?? data.words ?? (data.alarm ? `in ${data.alarm}` : 'not told');
    const unit = typeof told === 'number' && data.unit ? ` ${unitSign(data.unit)}` : '';
    return `${data.measure}${data.component ? ` (${data.component})` : ''} of ${data.thing} was ${told}${unit}.`;
  },
});

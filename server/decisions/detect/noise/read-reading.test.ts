import { expect, test } from 'vitest';
import { SAMPLES } from '../../../testing/samples.ts';
import { WATCHED } from './constants.ts';
import { foldReading, NOTHING, thingStateSchema } from './fold-readings.ts';
import { readReading } from './read-reading.ts';
import type { BandSetting } from './schema.ts';

const setting = WATCHED[0]?.values as BandSetting;
const read = (data: object, id = '1', at = 0) =>
  readReading({
    seq: 1n,
    source: '/gateway',
    id,
    type: 'sensor.observed',
    region: 'emea',
    eventAt: new Date(at),
    subjectKey: '|sensor|C-1|Temperature',
    data: { ...SAMPLES['sensor.observed'], thing: 'C-1', measure: 'Temperature', value: 30, unit: 'CEL', ...data },
  });

test.each(['toString', 'constructor', 'valueOf', 'hasOwnProperty', '__proto__', 'xyz'])(
  'a unit called %s is none that is known',
  (unit) => expect(read({ unit })).toBeNull(),
);

test.each(['toString', 'constructor', '__proto__', 'a'])(
  'a device called %s is remembered from batch to batch',
  (device) => {
    let state = NOTHING;
    for (let minute = 0; minute < 15; minute += 5) {
      const reading = read({ device, low: 2, high: 8 }, `${minute}`, minute * 60_000);
      if (!reading) throw new Error('no reading');
      // As it comes out of the store.
      state = thingStateSchema.parse(JSON.parse(JSON.stringify(foldReading(state, reading, setting).state)));
    }
    expect(state.open).toMatchObject({ signals: 3, devices: [expect.stringContaining(device)] });
  },
);

test.each([
  [-273.15, 'CEL', -273.15],
  [-273.2, 'CEL', null],
  [-1e15, 'CEL', null],
  [-5, 'KEL', null],
  [1e15, 'CEL', 1e15],
])('%d %s is %s degrees', (value, unit, degrees) => expect(read({ value, unit })?.value ?? null).toBe(degrees));

test('what is read at its coldest and its hottest comes out of the store as it went in', () => {
  for (const value of [-273.15, 1e15]) {
    let state = NOTHING;
    for (let minute = 0; minute < 30; minute += 5) {
      const reading = read({ value, low: 2, high: 8 }, `${minute}`, minute * 60_000);
      if (reading) ({ state } = foldReading(state, reading, setting));
      expect(thingStateSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
    }
  }
});

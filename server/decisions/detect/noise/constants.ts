import type { NoiseValues } from './schema.ts';

export const SENSOR_TYPE = 'sensor.observed';
export const TEMPERATURE = 'Temperature';
export const STOCK_TYPE = 'stock.counted';

/**
 * A reading that comes later than this behind the newest of its thing, in hours of event time, changes nothing any more; one
 * that comes within it is put in its place and what followed is worked out again.
 */
export const REORDER_HOURS = 6;

/**
 * Readings of a thing after which what they have come to is kept. One that is taken back costs up to so many more to take again; a
 * state is about as large as two readings, so keeping them costs a few thousandths of the log.
 */
export const KEEP_EVERY = 1_000;

type Seeded = { type: string; measure: string; title: string; unit: string; values: NoiseValues };

/** What is watched, and how until somebody sets it otherwise. */
export const WATCHED: readonly Seeded[] = [
  {
    type: SENSOR_TYPE,
    measure: TEMPERATURE,
    title: 'Temperature of goods on their way',
    unit: '°C',
    values: {
      kind: 'band',
      low: null,
      high: null,
      deadband: 0.1,
      margin: 0.5,
      holdMinutes: 10,
      holdReadings: 3,
      leaveMinutes: 30,
      correlateMinutes: 30,
      worseBy: 1,
      allowedMinutes: 240,
      silentMinutes: 60,
    },
  },
  {
    type: STOCK_TYPE,
    measure: '',
    title: 'Stock: ledger against count',
    unit: '%',
    values: {
      kind: 'tolerance',
      holdMinutes: 0,
      percent: 2,
      moneyUsd: 250,
      leavePercent: 0.5,
      worseByPercent: 5,
      settleMinutes: 2_880,
    },
  },
];

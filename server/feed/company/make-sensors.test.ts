import { expect, test } from 'vitest';
import { DAY } from '../../core/clock.ts';
import { sensorObserved, stockCounted } from '../../events/contracts/index.ts';
import { SCENARIOS } from './constants.ts';
import { HISTORY_END, openStory } from './plan-signals.ts';

const scenario = SCENARIOS.standard;
if (!scenario) throw new Error('no scenario');
const told = openStory(scenario).between(HISTORY_END - 2 * DAY, HISTORY_END + 6 * DAY);

test('reefers tell temperatures that fit their contract, each once, and some leave their band', () => {
  const readings = told.filter(({ event }) => event.type === sensorObserved.type);
  expect(readings.length).toBeGreaterThan(100);
  for (const { event } of readings) sensorObserved.schema.parse(event.data);
  expect(new Set(readings.map(({ event }) => event.id)).size).toBe(readings.length);
  expect(readings.some(({ event }) => Number((event.data as { value: number }).value) > 8)).toBe(true);
});

test('stock is counted by hand beside the books, now and then apart', () => {
  const counts = told.filter(({ event }) => event.type === stockCounted.type && event.id.startsWith('count-'));
  for (const { event } of counts) stockCounted.schema.parse(event.data);
  const of = (end: string) =>
    counts
      .filter(({ event }) => event.id.endsWith(end))
      .map(({ event }) => (event.data as { quantity: number }).quantity);
  expect(of('-hand').length).toBeGreaterThanOrEqual(3);
  expect(of('-hand')).not.toEqual(of('-books'));
  expect(of('-settled').length).toBeGreaterThan(0);
});

test('the same story, whenever asked', () => {
  expect(openStory(scenario).between(HISTORY_END - 2 * DAY, HISTORY_END + 6 * DAY)).toEqual(told);
});

import { describe, expect, it } from 'vitest';
import { DAY, MINUTE } from '../../core/clock.ts';
import { sensorObserved } from '../../events/contracts/index.ts';
import { ITEMS, SCENARIOS, type Scenario } from '../company/constants.ts';
import { measurePositions } from '../company/make-stock.ts';
import { measureLanes } from '../company/measure-lanes.ts';
import { EVERY, isSentTwice, ROOMS, readingsOf, turnAt } from './make-readings.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const FIRST = turnAt(NOW);
const turns = (from: number, milliseconds: number) =>
  Array.from({ length: milliseconds / EVERY }, (_, n) => turnAt(from) + n);
const fits = ({ data }: { data: object }) => sensorObserved.schema.safeParse(data).success;
const toldBy = ({ data }: { data: object }) => (data as { value: unknown }).value;

describe('the cold rooms', () => {
  it('are those of all places where the company keeps cold goods', () => {
    const cold = new Set(Object.values(ITEMS).flatMap(({ name, group }) => (group === 'Cold chain' ? [name] : [])));
    const positions = measurePositions(SCENARIOS.standard as Scenario, measureLanes());
    const sites = new Set(positions.filter(({ item }) => cold.has(item)).map(({ site }) => site));
    expect(new Set(ROOMS.map(({ site }) => site))).toEqual(sites);
  });

  it('tell the same of a turn whenever asked, once each, of a moment before it', () => {
    const told = readingsOf(FIRST);
    expect(readingsOf(FIRST)).toEqual(told);
    expect(told).toHaveLength(ROOMS.length);
    const all = turns(NOW, 10 * MINUTE).flatMap(readingsOf);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { time } of told) {
      expect(Date.parse(time)).toBeLessThan(FIRST * EVERY);
      expect(Date.parse(time)).toBeGreaterThan(FIRST * EVERY - 2_000);
    }
  });

  it('stay inside their bounds all day, and move slowly', () => {
    const spreads = ROOMS.map(({ n }) => {
      const values = turns(NOW, DAY)
        .map((turn) => toldBy(readingsOf(turn)[n] ?? { data: {} }))
        .filter((value) => typeof value === 'number');
      for (const [place, value] of values.entries())
        expect(Math.abs(value - (values[place - 1] ?? value))).toBeLessThan(0.5);
      return [Math.min(...values), Math.max(...values)] as const;
    });
    for (const [least, most] of spreads) {
      expect(least).toBeGreaterThan(2.5);
      expect(most).toBeLessThan(7.5);
      expect(most - least).toBeGreaterThan(0.5);
    }
  });

  it('break their contract once in four minutes, in one reading, and never in a batch that is sent twice', () => {
    const asked = turns(NOW, 40 * MINUTE);
    const broken = asked.filter((turn) => !readingsOf(turn).every(fits));
    expect(broken).toHaveLength(10);
    for (const turn of broken) {
      expect(
        readingsOf(turn)
          .filter((reading) => !fits(reading))
          .map(toldBy),
      ).toEqual(['Err 3']);
      expect(isSentTwice(turn)).toBe(false);
    }
    expect(asked.filter(isSentTwice).length).toBeGreaterThan(10);
  });
});

import { expect, it } from 'vitest';
import { prepareSignalRate } from './prepare-signal-rate.ts';

const NOW = '2026-11-22T12:34:00.000Z';

it('draws nothing when nothing came', () => {
  expect(prepareSignalRate([], NOW)).toBeNull();
  expect(prepareSignalRate([{ at: '2026-11-01T10:00:00.000Z', accepted: 9, lagMs: 5 }], NOW)).toBeNull();
});

it('has no axis for a lag that nobody measured', () => {
  const chart = prepareSignalRate([{ at: '2026-11-22T12:00:00.000Z', accepted: 130, lagMs: null }], NOW);
  expect(chart).toMatchObject({ lagTicks: [], lone: [] });
  expect(chart?.words).toBe('130 signals in the last 24 hours, at most 130 in one; lag is not measured.');
});

it('gives every hour of the day, with a gap for the lag of none', () => {
  const chart = prepareSignalRate(
    [
      { at: '2026-11-22T12:00:00.000Z', accepted: 130, lagMs: 2_500 },
      { at: '2026-11-21T13:00:00.000Z', accepted: 20, lagMs: 100 },
    ],
    NOW,
  );
  expect(chart?.points).toHaveLength(24);
  expect(chart?.points[0]).toEqual({ at: '2026-11-21T13:00:00.000Z', accepted: 20, lagSeconds: 0.1 });
  expect(chart?.points[1]).toMatchObject({ accepted: 0, lagSeconds: null });
  expect(chart).toMatchObject({ ticks: [0, 100, 200], lagTicks: [0, 5], lone: [0, 23] });
  expect(chart?.hours.map(({ label }) => label)).toEqual(['13:00', '21:00', '05:00', '12:00']);
  expect(chart?.words).toBe('150 signals in the last 24 hours, at most 130 in one; mean lag at most 2.5\u00a0s.');
});

import { expect, it } from 'vitest';
import { type LiveState, liveState, resumeAfter } from './live-state.ts';

it.each<[boolean, number, boolean, LiveState]>([
  [true, 0, true, 'live'],
  [true, 3_000, true, 'live'],
  [true, 3_001, true, 'stale'], // connected, but silent
  [true, 100, false, 'reconnecting'], // up again, no word yet
  [false, 100, false, 'reconnecting'],
  [false, 2_999, false, 'reconnecting'],
  [false, 12_000, false, 'stale'],
])('connected %s, %d ms old, pulsed %s: %s', (connected, age, pulsed, state) => {
  expect(liveState(connected, age, pulsed)).toBe(state);
});

it('resumes after the last frame seen, else after the first pulse', () => {
  expect(resumeAfter(null, 40)).toBe(40);
  expect(resumeAfter(0, 40)).toBe(0);
  expect(resumeAfter(12, 40)).toBe(12);
});

import { describe, expect, it } from 'vitest';
import { prepareValueAtRisk } from './prepare-value-at-risk.ts';

const day = (d: string, nothingDoneUsd: number, proposalUsd: number) => ({ day: d, nothingDoneUsd, proposalUsd });

describe('prepareValueAtRisk', () => {
  it.each([
    ['no day', []],
    ['one day is no line', [day('2009-05-01', 1, 1)]],
    ['days without a figure', [day('2009-05-01', Number.NaN, Number.NaN), day('2009-05-02', Number.NaN, Number.NaN)]],
  ])('draws nothing for %s', (_name, days) => {
    expect(prepareValueAtRisk(days, null)).toBeNull();
  });

  it('leaves a missing day as a gap and puts the days in order', () => {
    const chart = prepareValueAtRisk([day('2009-05-04', 300_000, 90_000), day('2009-05-01', 100_000, 100_000)], null);
    expect(chart?.points).toEqual([
      { day: '2009-05-01', nothingDone: 100_000, proposal: 100_000 },
      { day: '2009-05-02', nothingDone: null, proposal: null },
      { day: '2009-05-03', nothingDone: null, proposal: null },
      { day: '2009-05-04', nothingDone: 300_000, proposal: 90_000 },
    ]);
  });

  it.each([
    ['dollars', 80, ['$0', '$50', '$100'], '$80 nothing done'],
    ['thousands', 310_400, ['$0', '$200k', '$400k'], '$310k nothing done'],
    ['millions', 4_210_000, ['$0', '$2.5M', '$5M'], '$4.2M nothing done'],
  ])('labels %s in one unit', (_name, top, ticks, label) => {
    const chart = prepareValueAtRisk([day('2009-05-01', 0, 0), day('2009-05-02', top, 0)], null);
    expect(chart?.ticks.map((t) => t.label)).toEqual(ticks);
    expect(chart?.ends[0]?.label).toBe(label);
  });

  it('names the end of each line, the higher first', () => {
    const chart = prepareValueAtRisk([day('2009-05-01', 10, 40), day('2009-05-02', 20, 50)], null);
    expect(chart?.ends.map((end) => end.key)).toEqual(['proposal', 'nothingDone']);
    expect(chart?.words).toBe('Money at risk by 2 May: $50 with the proposal, $20 nothing done.');
  });

  it.each([
    ['far apart', 300_000, 12_000, [0, 0]],
    ['close together', 26_000, 12_000, [0.5, -0.5]],
  ])('keeps end labels %s legible', (_name, higher, lower, lifts) => {
    const chart = prepareValueAtRisk([day('2009-05-01', 300_000, 300_000), day('2009-05-02', higher, lower)], null);
    expect(chart?.ends.map((end) => end.lift)).toEqual(lifts);
  });

  it('labels each end in its own unit', () => {
    const chart = prepareValueAtRisk([day('2009-05-01', 2_000_000, 0), day('2009-05-02', 1_500_000, 8_400)], null);
    expect(chart?.ends.map((end) => end.label)).toEqual(['$1.5M nothing done', '$8.4k with the proposal']);
  });

  it('marks the breach only when it lies within the days shown', () => {
    const days = [day('2009-05-01', 1, 1), day('2009-05-03', 2, 1)];
    expect(prepareValueAtRisk(days, '2009-05-02T10:00:00Z')?.breachDay).toBe('2009-05-02');
    expect(prepareValueAtRisk(days, '2009-06-02T10:00:00Z')?.breachDay).toBeNull();
  });

  it('labels first, middle and last day once each', () => {
    const chart = prepareValueAtRisk([day('2009-05-01', 1, 1), day('2009-05-02', 2, 1)], null);
    expect(chart?.days.map((d) => d.label)).toEqual(['1 May', '2 May']);
  });
});

import { describe, expect, it } from 'vitest';
import { prepareStockProjection, type StockDay } from './prepare-stock-projection.ts';

const days = (...stock: number[]): StockDay[] =>
  stock.map((one, n) => ({
    day: `2026-03-0${n + 1}`,
    supply: n === 1 ? 40 : 0,
    orders: 0,
    forecast: 0,
    stock: one,
  }));

describe('prepareStockProjection', () => {
  it('is no chart with fewer than two days', () => {
    expect(prepareStockProjection([], 'EA')).toBeNull();
    expect(prepareStockProjection(days(5), 'EA')).toBeNull();
  });

  it('has zero on its axis and says where it ends', () => {
    const chart = prepareStockProjection(days(100, 140, 120), 'EA');
    expect(chart?.ticks).toEqual([
      { value: 0, label: '0' },
      { value: 100, label: '100' },
      { value: 200, label: '200' },
    ]);
    expect(chart).toMatchObject({
      domain: [0, 200],
      shortDay: null,
      supplies: [{ day: '2026-03-02', stock: 140, label: '+40' }],
      end: { label: '120 on 3 Mar' },
      days: [{ label: '1 Mar' }, { label: '2 Mar' }, { label: '3 Mar' }],
      words:
        'Stock from 1 Mar to 3 Mar: 100 EA at the end of the first day, 120 EA at the end of the last; never below zero.',
    });
  });

  it('marks the day on which it falls below zero', () => {
    const chart = prepareStockProjection(days(10, -1500, -20), 'EA');
    expect(chart?.shortDay).toBe('2026-03-02');
    expect(chart?.domain).toEqual([-2000, 1000]);
    expect(chart?.points.map(({ short }) => short)).toEqual([null, -1500, -20]);
    expect(chart?.words).toContain('below zero from 2 Mar');
    expect(chart?.ticks.map((tick) => tick.label)).toEqual(['−2K', '−1K', '0', '1K']);
  });

  it('draws nothing at all as a line at zero', () => {
    expect(prepareStockProjection(days(0, 0), 'EA')).toMatchObject({ domain: [0, 0], ticks: [{ value: 0 }] });
  });
});

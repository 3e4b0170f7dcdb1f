import { expect, it } from 'vitest';
import { prepareErrorBudget } from './prepare-error-budget.ts';

const hour = (at: string, outside: number, measured = 60) => ({ at: `2026-11-${at}:00:00.000Z`, measured, outside });

it('draws nothing where nothing was measured', () => {
  expect(prepareErrorBudget([], 0.99)).toBeNull();
  expect(prepareErrorBudget([hour('20T10', 0, 0)], 0.99)).toBeNull();
});

it('burns down hour by hour', () => {
  const chart = prepareErrorBudget(
    [hour('20T10', 0), hour('21T10', 43), hour('22T10', 0, 0), hour('22T11', 0, 30)],
    0.99,
  );
  expect(chart?.points.map(({ left }) => Math.round(left))).toEqual([100, 100, 100, 90, 90, 90]);
  expect(chart?.ticks.map(({ label }) => label)).toEqual(['0 %', '50 %', '100 %']);
  expect(chart).toMatchObject({ end: '90 % left', tone: 'ok', days: [{ label: '20 Nov' }, { label: '22 Nov' }] });
  expect(chart?.words).toBe('Error budget from 20 Nov to 22 Nov: 90 % left, 43 of 150 measured minutes out of bound.');
});

it('says what is left as the figures beside it do, rounded down', () => {
  expect(prepareErrorBudget([hour('20T10', 3)], 0.995)).toMatchObject({ end: '98 % left', tone: 'ok' });
  expect(prepareErrorBudget([hour('20T10', 431)], 0.99)).toMatchObject({ end: '0 % left', tone: 'ok' });
});

it.each([
  ['is spent', 432, 0.99, 0],
  ['is overspent', 540, 0.99, -25],
  ['never goes lower than the axis', 60_000, 0.99, -100],
  ['allows nothing', 1, 1, -100],
])('says when it %s', (_name, outside, objective, left) => {
  const chart = prepareErrorBudget([hour('20T10', outside)], objective);
  expect(chart).toMatchObject({ end: 'spent', tone: 'spent' });
  expect(chart?.points.at(-1)?.left).toBeCloseTo(left);
});

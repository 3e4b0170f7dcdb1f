import { expect, test } from 'vitest';
import { boundUsd, MOST_USD } from './bound-money.ts';

test.each([
  [null, null],
  [0, 0],
  [310.005, 310.01],
  [-12.344, -12.34],
  [MOST_USD, MOST_USD],
  [-MOST_USD, -MOST_USD],
  [MOST_USD + 1, null],
  [1e12 * 1e12, null],
  [-1e24, null],
  [Number.POSITIVE_INFINITY, null],
  [Number.NaN, null],
])('%d USD is kept as %d', (amount, kept) => {
  expect(boundUsd(amount)).toBe(kept);
});

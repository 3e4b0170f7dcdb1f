import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DelayRisk, scoreRisk } from './score-risk.ts';

const base: DelayRisk = {
  valueUsd: 31_623,
  daysLate: 0,
  toleranceDays: 14,
  missIfWaiting: 0.4,
  singleSource: null,
  lane: { late: 4, shipments: 40, words: 'A → B by ocean' },
  critical: null,
};

describe('scoreRisk', () => {
  test.each<[string, Partial<DelayRisk>, number]>([
    ['half the value scale, 40 % to miss, a tenth of the lane late', {}, 28],
    ['nothing at stake', { valueUsd: 0, missIfWaiting: 0, lane: { late: 0, shipments: 9, words: 'x' } }, 0],
    ['under $1,000 counts nothing for value', { valueUsd: 900 }, 13],
    ['over $1,000,000 counts whole', { valueUsd: 5_000_000 }, 43],
    ['single source', { singleSource: { supplier: 'S', item: 'I' } }, 48],
    ['critical item', { critical: 'ARV' }, 38],
    ['no record of the lane', { lane: null }, 33],
    [
      'everything',
      {
        valueUsd: 2e6,
        missIfWaiting: 1,
        lane: { late: 9, shipments: 9, words: 'x' },
        critical: 'ARV',
        singleSource: { supplier: 'S', item: 'I' },
      },
      100,
    ],
  ])('%s', (_name, change, score) => {
    expect(scoreRisk({ ...base, ...change }).score).toBe(score);
  });

  test('is the sum of its factors, each within its bound and in words', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e12, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 500 }),
        (valueUsd, missIfWaiting, shipments) => {
          const lane = { late: Math.floor(shipments / 2), shipments, words: 'x' };
          const { score, factors } = scoreRisk({ ...base, valueUsd, missIfWaiting, lane });
          expect(score).toBe(factors.reduce((sum, factor) => sum + factor.points, 0));
          for (const factor of factors) {
            expect(factor.points).toBeGreaterThanOrEqual(0);
            expect(factor.points).toBeLessThanOrEqual(factor.max);
            expect(factor.words.length).toBeGreaterThan(3);
          }
        },
      ),
    );
  });
});

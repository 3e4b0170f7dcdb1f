import { describe, expect, test } from 'vitest';
import type { DomainError } from '../../core/errors.ts';
import { limitOf, openRateLimit, refill, secondsUntilMore } from './limit-rate.ts';

const limit = { perSecond: 100, burst: 1_000 };
const source = { id: 'erp', mayReplay: false };

describe('a bucket', () => {
  test.each([
    ['begins full', undefined, 0, 1_000],
    ['fills with time', { left: 0, at: 0 }, 2_500, 250],
    ['never runs over', { left: 990, at: 0 }, 60_000, 1_000],
    ['earns back what a large request overdrew', { left: -500, at: 0 }, 4_000, -100],
    ['stands still when the clock does', { left: 7, at: 50 }, 50, 7],
  ])('%s', (_name, bucket, now, left) => {
    expect(refill(bucket, limit, now).left).toBe(left);
  });

  test.each([
    [1_000, 0],
    [1, 0],
    [0, 1],
    [-399, 4],
  ])('with %i left opens again in %i s', (left, seconds) => {
    expect(secondsUntilMore({ left, at: 0 }, limit)).toBe(seconds);
  });
});

describe('a limit', () => {
  test('lets a burst in, then refuses with the time to wait, each source by itself', () => {
    const rate = openRateLimit(10);
    for (const signals of [60, 60]) {
      rate.admit(source);
      rate.charge(source, signals);
    }
    const refusal = () => rate.admit(source);
    expect(refusal).toThrow('10 signals a second');
    try {
      refusal();
    } catch (error) {
      expect((error as DomainError).code).toBe('too_many');
      expect((error as DomainError).more.retryAfterSeconds).toBe(3);
    }
    expect(rate.allowance(source)).toMatchObject({ left: 0, seconds: 3 });
    expect(rate.refused()).toBe(2);
    rate.admit({ id: 'other', mayReplay: false });
  });

  test('is far higher for a source that may replay, and none where none is set', () => {
    expect(limitOf(100, true).perSecond).toBe(5_000);
    const open = openRateLimit(null);
    for (let n = 0; n < 100; n++) open.charge(source, 10_000);
    open.admit(source);
    expect(open.allowance(source)).toBeNull();
  });
});

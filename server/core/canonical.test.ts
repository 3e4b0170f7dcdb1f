import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalBytes, canonicalHash, canonicalHashOfJson } from './canonical.ts';

describe('canonicalBytes', () => {
  test.each([
    ['members by code unit, no spaces', { b: 1, a: [true, null], '\u20ac': 'x' }, '{"a":[true,null],"b":1,"€":"x"}'],
    ['numbers as ECMAScript writes them', [1e21, 1.0, -0, 1e-7], '[1e+21,1,0,1e-7]'],
    ['an instant', new Date(0), '"1970-01-01T00:00:00.000Z"'],
    ['a bigint', { seq: 12n }, '{"seq":"12"}'],
    ['no value', { a: undefined, b: 1 }, '{"b":1}'],
  ])('writes %s', (_what, value, text) => {
    expect(canonicalBytes(value).toString('utf8')).toBe(text);
  });

  test('refuses a lone surrogate', () => {
    expect(() => canonicalBytes('\ud800')).toThrow('surrogate');
  });
});

describe('canonicalHashOfJson', () => {
  test('is the hash of the canonical bytes, whatever was read', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value: unknown = JSON.parse(text);
        const bytes = canonicalBytes(value);
        expect(canonicalHashOfJson(value)).toEqual(createHash('sha256').update(bytes).digest());
        expect(canonicalHashOfJson(value)).toEqual(canonicalHash(value));
      }),
    );
  });

  test.each([
    ['a bigint', { seq: 1n }],
    ['NaN', [Number.NaN]],
    ['a lone surrogate', '\udc00'],
  ])('refuses %s', (_what, value) => {
    expect(() => canonicalHashOfJson(value)).toThrow();
  });
});

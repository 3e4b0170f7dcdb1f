import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correctCase } from './correct-case.ts';
import type { Member } from './rules.ts';

const day = (n: number) => new Date(Date.UTC(2009, 4, n));
const NOW = day(10);
const line = (key: string, due: number, delivered: number | null = null, found = false): Member => ({
  key,
  dueAt: day(due),
  deliveredAt: delivered === null ? null : day(delivered),
  found,
});
const OPEN = { state: 'open', closedReason: null };
const closed = (closedReason: string) => ({ state: 'closed', closedReason });

describe('correctCase', () => {
  test.each([
    ['still overdue stays open', OPEN, [line('a', 2)], ['a'], false, 'open', null, []],
    ['due later now: the cause is gone', OPEN, [line('a', 20)], ['a'], false, 'closed', 'corrected', ['a']],
    ['nothing speaks of it any more', OPEN, [], ['a'], false, 'closed', 'corrected', []],
    ['one leaves, another stays', OPEN, [line('a', 20), line('b', 2)], ['a'], false, 'open', null, ['a']],
    ['only corrected lines leave', OPEN, [line('a', 20)], [], false, 'open', null, []],
    ['the rest is delivered', OPEN, [line('a', 20), line('b', 2, 5)], ['a'], false, 'closed', 'corrected', ['a']],
    ['a delivery taken back', closed('delivered'), [line('a', 2)], ['a'], false, 'open', null, []],
    ['taken back, not due yet', closed('delivered'), [line('a', 20)], ['a'], false, 'closed', 'corrected', ['a']],
    ['another case is open', closed('delivered'), [line('a', 2)], ['a'], true, 'closed', 'corrected', ['a']],
    ['delivered in time after all', closed('delivered'), [line('a', 6, 5)], ['a'], false, 'closed', 'false_alarm', []],
    ['delivered late after all', closed('false_alarm'), [line('a', 4, 5)], ['a'], false, 'closed', 'delivered', []],
    ['closed by a correction before', closed('corrected'), [line('a', 4, 5)], ['a'], false, 'closed', 'corrected', []],
  ] as const)('%s', (_name, before, members, corrected, taken, state, reason, released) => {
    const place = { taken, worldAt: NOW, moved: new Set<string>() };
    expect(correctCase(before, [...members], new Set(corrected), place)).toEqual({
      state,
      reason,
      released,
      moved: [],
    });
  });

  test('a line that travels with another shipment now leaves it, overdue or not', () => {
    const place = { taken: false, worldAt: NOW, moved: new Set(['a', 'c']) };
    // What was not told of again stays, and so does what has been delivered.
    const members = [line('a', 2), line('b', 2), line('c', 2)];
    expect(correctCase(OPEN, members, new Set(['a', 'b']), place)).toEqual({
      state: 'open',
      reason: null,
      released: ['a'],
      moved: ['a'],
    });
    expect(correctCase(OPEN, [line('a', 2, 5)], new Set(['a']), place)).toMatchObject({ released: [] });
  });

  const member = fc.record({
    key: fc.constantFrom('a', 'b', 'c', 'd'),
    dueAt: fc.integer({ min: 1, max: 20 }).map(day),
    deliveredAt: fc.option(fc.integer({ min: 1, max: 20 }).map(day)),
    found: fc.boolean(),
  });

  test('is open exactly when an undelivered line stays, and what stays is overdue or was not corrected', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(member, { selector: ({ key }) => key }),
        fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd')),
        (members, keys) => {
          const corrected = new Set<string>(keys);
          const after = correctCase(OPEN, members, corrected, { taken: false, worldAt: NOW, moved: new Set() });
          const kept = members.filter(({ key }) => !after.released.includes(key));
          expect(after.state === 'open').toBe(kept.some(({ deliveredAt }) => deliveredAt === null));
          expect((after.reason === null) === (after.state === 'open')).toBe(true);
          for (const one of kept) {
            if (corrected.has(one.key) && one.deliveredAt === null) expect(one.dueAt <= NOW).toBe(true);
          }
          for (const one of members) {
            if (after.released.includes(one.key)) expect(one.deliveredAt).toBeNull();
          }
        },
      ),
    );
  });
});

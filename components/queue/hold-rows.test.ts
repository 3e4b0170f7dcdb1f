import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QueueRow } from '../../server/decisions/disruptions/schema.ts';
import { countChanges, freshRows, holdRows, isHeld } from './hold-rows.ts';

const row = (id: string, valueAtRiskUsd = 1) => ({ id, valueAtRiskUsd }) as QueueRow;
const rows = (ids: string) => [...ids].map((id) => row(id));
const ids = (shown: readonly { row: QueueRow; gone: boolean }[]) =>
  shown.map(({ row, gone }) => (gone ? `-${row.id}` : row.id)).join('');

describe('holdRows', () => {
  it.each([
    ['the same', 'abc', 'abc', 'abc', 0],
    ['one came at the top', 'abc', 'xabc', 'abc', 1],
    ['one left', 'abc', 'ac', 'a-bc', 1],
    ['the last became first', 'abc', 'cab', 'abc', 1],
    ['two changed places', 'abcd', 'bacd', 'abcd', 1],
    ['all turned round', 'abcd', 'dcba', 'abcd', 3],
    ['one came, one left, one moved', 'abcd', 'xdab', 'ab-cd', 3],
    ['all left', 'ab', '', '-a-b', 2],
    ['the first came', '', 'ab', '', 2],
  ])('%s', (_name, before, after, shown, changes) => {
    const held = holdRows(freshRows(rows(before)), rows(after));
    expect(ids(held)).toBe(shown);
    expect(countChanges(held, rows(after))).toBe(changes);
  });

  it('takes new figures into the row where it stands', () => {
    expect(holdRows(freshRows([row('a', 1), row('b', 1)]), [row('b', 1), row('a', 9)])[0]?.row.valueAtRiskUsd).toBe(9);
  });

  it('brings back a row that left and returned', () => {
    const left = holdRows(freshRows(rows('ab')), rows('a'));
    expect(ids(holdRows(left, rows('ba')))).toBe('ab');
  });

  it('never moves a row, whatever comes', () => {
    const list = fc.uniqueArray(fc.constantFrom(...'abcdefgh'));
    fc.assert(
      fc.property(list, list, (before, after) => {
        const shown = freshRows(before.map((id) => row(id)));
        const incoming = after.map((id) => row(id));
        const held = holdRows(shown, incoming);
        expect(held.map(({ row }) => row.id)).toEqual(before);
        expect(countChanges(held, incoming) === 0).toBe(before.join() === after.join());
      }),
    );
  });
});

it.each([
  [{ cursor: false, pointer: false, scrolled: false }, 5, false],
  [{ cursor: true, pointer: false, scrolled: false }, 5, true],
  [{ cursor: false, pointer: true, scrolled: false }, 5, true],
  [{ cursor: false, pointer: false, scrolled: true }, 5, true],
  [{ cursor: false, pointer: true, scrolled: false }, 0, false],
])('%o over %d rows is held: %s', (attention, shown, held) => expect(isHeld(attention, shown)).toBe(held));

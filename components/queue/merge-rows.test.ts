import { describe, expect, it } from 'vitest';
import { QUEUE_ROWS } from '../../server/decisions/disruptions/constants.ts';
import { casesOf, mergeRows, orderRows } from './merge-rows.ts';
import { aRow } from './testing.ts';

const rows = [aRow({ id: 'a', rank: 3 }), aRow({ id: 'b', rank: 2 }), aRow({ id: 'c', rank: 1 })];
const ids = (given: { id: string }[]) => given.map(({ id }) => id).join('');

describe('mergeRows', () => {
  it.each<[string, string[], ReturnType<typeof aRow>[], string]>([
    ['a row that is as it was keeps its place', ['b'], [aRow({ id: 'b', rank: 2 })], 'abc'],
    ['a row that weighs more moves up', ['c'], [aRow({ id: 'c', rank: 9 })], 'cab'],
    ['a new row comes in where it belongs', ['d'], [aRow({ id: 'd', rank: 2.5 })], 'adbc'],
    ['one of the same rank stands by its id', ['d'], [aRow({ id: 'd', rank: 2 })], 'abdc'],
    ['a row that is not found has left', ['b'], [], 'ac'],
    ['what nobody knows of and is not found changes nothing', ['x'], [], 'abc'],
  ])('%s', (_name, asked, found, expected) => {
    expect(ids(mergeRows(rows, { asked: new Set(asked), found }))).toBe(expected);
  });

  it('leaves the rows that were not asked for as they are, so that they are not drawn anew', () => {
    const merged = mergeRows(rows, { asked: new Set(['b']), found: [aRow({ id: 'b', rank: 2, title: 'new' })] });
    expect(merged.map((row) => rows.includes(row))).toEqual([true, false, true]);
  });

  it('holds no more than the server sends', () => {
    const many = Array.from({ length: QUEUE_ROWS }, (_, n) => aRow({ id: String(n), rank: 1_000 - n }));
    const [first, last] = [aRow({ id: 'first', rank: 2_000 }), aRow({ id: 'last', rank: 0 })];
    const merged = mergeRows(many, { asked: new Set(['first', 'last']), found: [first, last] });
    expect([merged.length, merged[0]?.id, merged.at(-1)?.id]).toEqual([QUEUE_ROWS, 'first', String(QUEUE_ROWS - 2)]);
  });
});

describe('orderRows', () => {
  it('sorts anew, drops what has left and names what is not known', () => {
    const { rows: ordered, unknown } = orderRows(rows, [
      ['c', 8],
      ['n', 5],
      ['a', 3],
    ]);
    expect([ids(ordered), unknown]).toEqual(['ca', ['n']]);
    expect(ordered.map(({ rank }) => rank)).toEqual([8, 3]);
    expect(ordered[1]).toBe(rows[0]);
  });
});

describe('casesOf', () => {
  it.each([
    ['disruptions', ['d1', 'd2'], ['d1', 'd2']],
    ['proposals', ['p1', 'd1'], ['d1']],
    ['decisions', ['x1', 'd1', 'p1'], ['d1']],
    ['actions', ['a1', 'd1', 'x1'], ['d1']],
    ['signals', ['s1', 's2'], []],
    ['audit', ['u1'], []],
  ] as const)('%s %j', (area, named, cases) => expect(casesOf({ area, ids: named })).toEqual(cases));
});

import { describe, expect, it } from 'vitest';
import { diffValues, shortHash } from './diff-values.ts';

describe('diffValues', () => {
  const rows: [string, unknown, unknown, ReturnType<typeof diffValues>][] = [
    ['nothing on either side', null, null, []],
    ['a new thing', null, { state: 'open' }, [{ path: 'state', before: null, after: 'open', kind: 'added' }]],
    [
      'a thing that is gone',
      { state: 'open' },
      null,
      [{ path: 'state', before: 'open', after: null, kind: 'removed' }],
    ],
    ['a changed number', { cost: 1 }, { cost: 2 }, [{ path: 'cost', before: '1', after: '2', kind: 'changed' }]],
    ['the same on both sides', { a: 'x' }, { a: 'x' }, [{ path: 'a', before: 'x', after: 'x', kind: 'same' }]],
    [
      'a stored null is a value',
      { owner: null },
      { owner: 'u1' },
      [{ path: 'owner', before: 'null', after: 'u1', kind: 'changed' }],
    ],
    [
      'members within members',
      { gate: { verdict: 'approve' } },
      { gate: { verdict: 'auto', seats: 0 } },
      [
        { path: 'gate.verdict', before: 'approve', after: 'auto', kind: 'changed' },
        { path: 'gate.seats', before: null, after: '0', kind: 'added' },
      ],
    ],
    [
      'a list of plain values',
      { ids: ['a'] },
      { ids: ['a', 'b'] },
      [{ path: 'ids', before: 'a', after: 'a, b', kind: 'changed' }],
    ],
    ['an emptied list', { ids: ['a'] }, { ids: [] }, [{ path: 'ids', before: 'a', after: 'none', kind: 'changed' }]],
    [
      'a list of objects counts from one',
      null,
      { lines: [{ q: 1 }] },
      [{ path: 'lines[1].q', before: null, after: '1', kind: 'added' }],
    ],
    ['a bare value', 'a', 'b', [{ path: 'value', before: 'a', after: 'b', kind: 'changed' }]],
  ];
  it.each(rows)('%s', (_name, before, after, expected) => {
    expect(diffValues(before, after)).toEqual(expected);
  });
});

describe('shortHash', () => {
  it('keeps both ends of a long hash', () => expect(shortHash(`abcdef${'0'.repeat(52)}123456`)).toBe('abcdef…123456'));
  it('leaves a short one alone', () => expect(shortHash('abc')).toBe('abc'));
});

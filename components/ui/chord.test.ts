import { describe, expect, it } from 'vitest';
import { CHORD_MS, type KeyPress, nameOf, readPress, takenBy } from './chord.ts';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});
const BOUND = ['j', 'a', 'g q', 'g a', '?', 'shift j', 'Enter'];

describe('nameOf', () => {
  it.each([
    [press('j'), 'j'],
    [press('J', { shiftKey: true }), 'shift j'],
    [press('?', { shiftKey: true }), '?'],
    [press('Enter'), 'Enter'],
    [press('Enter', { shiftKey: true }), 'shift Enter'],
    [press('k', { metaKey: true }), null],
    [press('a', { ctrlKey: true }), null],
  ])('%o is %s', (given, expected) => expect(nameOf(given)).toBe(expected));
});

describe('readPress', () => {
  it.each([
    ['one key', 'j', null, 0, 'j', null],
    ['first of two', 'g', null, 0, null, { key: 'g', at: 0 }],
    ['second of two', 'q', { key: 'g', at: 0 }, 500, 'g q', null],
    ['two keys win over one', 'a', { key: 'g', at: 0 }, 500, 'g a', null],
    ['too slow, so the key alone', 'a', { key: 'g', at: 0 }, CHORD_MS + 1, 'a', null],
    ['an unknown second key falls back to its own meaning', 'j', { key: 'g', at: 0 }, 100, 'j', null],
    ['unbound', 'z', null, 0, null, null],
  ])('%s', (_name, key, pending, now, run, next) => {
    expect(readPress(press(key), now, pending, BOUND)).toEqual({ run, pending: next });
  });
});

describe('takenBy', () => {
  const at = (tagName: string, role: string | null = null, editable = false) => ({ tagName, role, editable });
  it.each([
    [null, 'a', false],
    [at('BODY'), 'a', false],
    [at('INPUT'), 'a', true],
    [at('DIV', null, true), 'a', true],
    [at('BUTTON'), 'a', false],
    [at('BUTTON'), 'Enter', true],
    [at('A'), 'Enter', true],
    [at('DIV', 'button'), ' ', true],
  ])('%o, %s: %s', (element, key, expected) => expect(takenBy(element, key)).toBe(expected));
});

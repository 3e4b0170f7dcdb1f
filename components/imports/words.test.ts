import { describe, expect, it } from 'vitest';
import { accountOf, guessDelimiter, guessFormat } from './words.ts';

describe('guessFormat', () => {
  it.each([
    ['o.edi', 'ISA*00*', 'x12'],
    ['o.txt', '\ufeff\nISA*00*', 'x12'],
    ['o.edi', "UNA:+.? '", 'edifact'],
    ['o.edi', 'UNB+UNOC:3', 'edifact'],
    ['m.eml', 'X: y', 'mail'],
    ['m', 'From: ann@example.com', 'mail'],
    ['orders.csv', 'PO;Line', 'csv'],
    ['orders.txt', 'PO;Line', 'csv'],
    ['words.txt', 'We ship late.', 'text'],
    ['isa.csv', 'ISAAC,1', 'csv'],
  ] as const)('%s beginning with %j is %s', (name, start, format) => expect(guessFormat(name, start)).toBe(format));
});

it.each([
  ['a;b;c,d\n', ';'],
  ['a\tb', '\t'],
  ['a', ','],
  ['a|b\n,,,,', '|'],
])('the delimiter of %j is %j', (start, delimiter) => expect(guessDelimiter(start)).toBe(delimiter));

it('an account says what is missing', () => {
  expect(accountOf({ rows: 5, accepted: 1, duplicates: 1, quarantined: 1, refused: 1 }).missing).toBe(1);
});

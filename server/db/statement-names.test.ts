import { expect, test } from 'vitest';
import { PLAN_ANEW, statementNames } from './statement-names.ts';

test('a text that comes often gets one name of its own, the others none', () => {
  const nameOf = statementNames();
  expect([1, 2, 3].map(() => nameOf('a'))).toEqual(['', '', '']);
  const name = nameOf('a');
  expect(name).not.toBe('');
  expect(nameOf('a')).toBe(name);
  for (let n = 0; n < 4; n++) nameOf('b');
  expect(nameOf('b')).not.toBe(name);
});

test('the number of names is bounded', () => {
  const nameOf = statementNames();
  const names = new Set<string>();
  for (let sql = 0; sql < 1_000; sql++) for (let n = 0; n < 5; n++) names.add(nameOf(`select ${sql}`));
  expect(names.size).toBe(301); // with the empty one
});

test('a text that is to be planned each time never gets a name', () => {
  const nameOf = statementNames();
  for (let n = 0; n < 10; n++) expect(nameOf(`${PLAN_ANEW} SELECT 1`)).toBe('');
});

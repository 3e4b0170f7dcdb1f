import { expect, it } from 'vitest';
import { nextPath } from './next-path.ts';

it.each([
  [undefined, '/queue'],
  ['', '/queue'],
  ['/audit/7?tab=1', '/audit/7?tab=1'],
  ['https://evil.example', '/queue'],
  ['//evil.example', '/queue'],
  ['/\\evil.example', '/queue'],
  ['javascript:alert(1)', '/queue'],
  ['/sign-in?next=/sign-in', '/queue'],
  [['/actions', '/audit'], '/actions'],
])('%j leads to %s', (asked, expected) => expect(nextPath(asked)).toBe(expected));

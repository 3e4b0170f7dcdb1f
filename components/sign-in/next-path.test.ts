import { expect, it } from 'vitest';
import { nextPath } from './next-path.ts';

it.each([
  [undefined, '/queue'],
  ['', '/queue'],
  ['/', '/'],
  ['/audit/7?tab=1', '/audit/7?tab=1'],
  ['/signals/a%2Fb/c%20d?x=%2F%2Fy#part', '/signals/a%2Fb/c%20d?x=%2F%2Fy#part'],
  ['/queue?back=https://evil.example', '/queue?back=https://evil.example'],
  ['https://evil.example', '/queue'],
  ['//evil.example', '/queue'],
  ['///evil.example', '/queue'],
  ['/\\evil.example', '/queue'],
  ['/\t/evil.example/phish', '/queue'],
  ['/\n/evil.example', '/queue'],
  ['/\r\n/evil.example', '/queue'],
  ['\t//evil.example', '/queue'],
  ['/queue\u0000', '/queue'],
  ['/queue\u007f', '/queue'],
  ['/..//evil.example', '/queue'],
  ['/.//evil.example', '/queue'],
  ['/a/../..//evil.example', '/queue'],
  ['/%2e%2e//evil.example', '/queue'],
  ['/%09/evil.example', '/%09/evil.example'], // encoded still: a path of ours, which leads nowhere
  ['/@evil.example', '/@evil.example'],
  ['javascript:alert(1)', '/queue'],
  ['queue', '/queue'],
  ['/sign-in?next=/sign-in', '/queue'],
  ['/./sign-in', '/queue'],
  ['/sign-info', '/sign-info'],
  ['/api/auth/csrf', '/queue'],
  [['/actions', '/audit'], '/actions'],
  [[], '/queue'],
])('%j leads to %s', (asked, expected) => expect(nextPath(asked)).toBe(expected));

it.each(['/\t/h', '/..//h', '//h', '/\\h', '/%09/h', '/%5C/h', '/a b', '/?//h', '/#//h', '/é'])(
  'a browser that is led by %j stays on the host',
  (asked) => expect(new URL(nextPath(asked), 'https://tower.example').host).toBe('tower.example'),
);

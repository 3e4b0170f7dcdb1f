import { expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../core/clock.ts';
import { addressGroup, countedFailures, endOf, passwordProblem, waitAfter, waitLeft } from './rules.ts';

const now = new Date('2026-11-22T12:00:00.000Z');
const at = (milliseconds: number) => new Date(now.getTime() + milliseconds);
const alive = { endsAt: at(HOUR), endedAt: null, endedWhy: null, active: true };

test.each([
  ['while it lives', alive, null],
  ['to the millisecond of its end', { ...alive, endsAt: at(1) }, null],
  ['at its end', { ...alive, endsAt: now }, 'expired'],
  ['when it was ended', { ...alive, endedAt: at(-1), endedWhy: 'signed-out-everywhere' }, 'signed-out-everywhere'],
  [
    'when it was ended, although expired since',
    { ...alive, endsAt: at(-1), endedAt: at(-2), endedWhy: 'replaced' },
    'replaced',
  ],
  ['when it was ended for a reason of another release', { ...alive, endedAt: at(-1), endedWhy: 'x' }, 'signed-out'],
  ['when the person is switched off', { ...alive, active: false }, 'deactivated'],
])('a session %s: %#', (_name, session, expected) => expect(endOf(session, now)).toBe(expected));

test('the wait begins with the fifth failure and doubles to a minute', () => {
  expect([0, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1_000_000].map((failures) => waitAfter(failures) / SECOND)).toEqual([
    0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60,
  ]);
});

test.each([
  [4, 0, 0],
  [5, 0, 1_000],
  [5, -400, 600],
  [5, -1_000, 0],
  [11, -1_000, 59_000],
])('%i failures, the last %i ms ago: %i ms left', (failures, ago, left) =>
  expect(waitLeft({ failures, lastAt: at(ago) }, now)).toBe(left),
);

test('failures are forgotten a quarter of an hour after the last', () => {
  expect(countedFailures({ failures: 9, lastAt: at(-15 * MINUTE + 1) }, now)).toBe(9);
  expect(countedFailures({ failures: 9, lastAt: at(-15 * MINUTE) }, now)).toBe(0);
});

test.each([
  ['eleven-char', /11 characters; 12/],
  ['ﬀﬀﬀﬀ', /8 characters/], // NFKC makes two letters of a ligature
  ['🔒'.repeat(11), /11 characters/],
  ['🔒'.repeat(12), null],
  ['x'.repeat(201), /200 are the most/],
  ['Planner@Example.com ', /your email/],
  ['the present one', /the one you have/],
  ['a sentence that is long', null],
])('the new password %j', (next, problem) => {
  const told = passwordProblem(next, { email: 'planner@example.com', current: 'the present one' });
  if (problem) expect(told).toMatch(problem);
  else expect(told).toBeNull();
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::1', '0:0:0:0::/64'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s is counted as %s', (address, group) => expect(addressGroup(address)).toBe(group));

import { expect, test } from 'vitest';
import { approvalLapse } from './rules.ts';

test.each([
  ['an active approver of the region', { roles: ['approver'], regions: ['*'] }, null],
  ['one of this region', { roles: ['approver'], regions: ['EMEA'] }, null],
  ['an account that is gone or switched off', undefined, 'account-off'],
  ['a planner now', { roles: ['planner'], regions: ['*'] }, 'role'],
  ['somebody with no right to approve', { roles: ['auditor'], regions: ['*'] }, 'role'],
  ['somebody of another region', { roles: ['approver'], regions: ['APAC'] }, 'region'],
  ['somebody of no region', { roles: ['approver'], regions: [] }, 'region'],
] as const)('an approval given by %s', (_words, giver, lapse) => {
  const now = giver && { roles: [...giver.roles], regions: [...giver.regions] };
  expect(approvalLapse(now, { seatRole: 'approver', region: 'EMEA' })).toBe(lapse);
});

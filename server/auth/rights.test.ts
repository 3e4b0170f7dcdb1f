import { expect, test } from 'vitest';
import type { Role } from '../core/context.ts';
import { asAuditor, asPlanner, asSource } from '../testing/contexts.ts';
import { hasAuthority, may, type Right, requireRight } from './rights.ts';

test.each<[Role, Right, boolean]>([
  ['planner', 'proposal.approve', true],
  ['approver', 'proposal.approve', true],
  ['auditor', 'proposal.approve', false],
  ['operator', 'proposal.approve', false],
  ['policy-owner', 'proposal.override', false],
  ['admin', 'proposal.approve', false],
  ['operator', 'action.undo', false],
  ['auditor', 'action.rollback', false],
  ['auditor', 'audit.read', true],
  ['operator', 'signals.read', true],
])('%s and %s: %s', (role, right, expected) => {
  expect(may([role], right)).toBe(expected);
});

test.each<[Role[], Role, boolean]>([
  [['planner'], 'planner', true],
  [['approver'], 'planner', true], // more authority satisfies a lower seat
  [['planner'], 'approver', false],
  [['planner', 'approver'], 'approver', true],
  [['auditor'], 'planner', false],
  [['admin'], 'admin', false], // no seat is ever an administrator's
])('%s for a seat of %s: %s', (roles, seat, expected) => {
  expect(hasAuthority(roles, seat)).toBe(expected);
});

test('a refusal names the roles that may, and anyone but a person must sign in', () => {
  expect(requireRight(asPlanner().actor, 'proposal.approve').name).toBe('Planner Example');
  expect(() => requireRight(asAuditor().actor, 'proposal.approve')).toThrow(
    /planner or approver; you are signed in as auditor/,
  );
  expect(() => requireRight(asSource().actor, 'proposal.approve')).toThrow(/Sign in/);
});

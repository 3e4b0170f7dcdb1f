import { expect, test } from 'vitest';
import type { Role } from '../../core/context.ts';
import { type Release, reversalRefusal } from './rules.ts';

const agent = { kind: 'agent', id: 'supplier-delay' };
const pia = { kind: 'person', id: 'pia' };
const byOne: Release = { kind: 'approve', seatRole: 'planner', proposer: agent };
const byApprovers: Release = { kind: 'approve', seatRole: 'approver', proposer: agent };
const byPolicy: Release = { kind: 'auto', seatRole: 'planner', proposer: agent };

test.each<[string, Role[], Release, string | null]>([
  ['a planner, of what a planner may release', ['planner'], byOne, null],
  ['an approver, of what a planner may release', ['approver'], byOne, null],
  ['a planner, of what approvers released', ['planner'], byApprovers, 'authority'],
  ['an approver, of what approvers released', ['approver'], byApprovers, null],
  ['a planner who is an approver too, of what approvers released', ['planner', 'approver'], byApprovers, null],
  ['a planner, of what policy released alone', ['planner'], byPolicy, null],
  [
    'a planner, of what policy released alone whatever its role',
    ['planner'],
    { ...byPolicy, seatRole: 'approver' },
    null,
  ],
  ['an auditor, of what policy released alone', ['auditor'], byPolicy, 'right'],
  ['an operator, of what a planner may release', ['operator'], byOne, 'right'],
  ['an admin and policy owner', ['admin', 'policy-owner'], byOne, 'right'],
  ['nobody’s role', [], byPolicy, 'right'],
  ['who proposed it, of what somebody else approved', ['planner'], { ...byOne, proposer: pia }, 'own-proposal'],
  ['an approver who proposed it', ['approver'], { ...byApprovers, proposer: pia }, 'own-proposal'],
  ['who proposed what approvers released, as a planner', ['planner'], { ...byApprovers, proposer: pia }, 'authority'],
  ['somebody else than who proposed it', ['planner'], { ...byOne, proposer: { ...pia, id: 'paul' } }, null],
  ['somebody whose id an agent has', ['planner'], { ...byOne, proposer: { kind: 'agent', id: 'pia' } }, null],
])('an action is undone or rolled back by %s', (_words, roles, release, reason) => {
  expect(reversalRefusal({ id: 'pia', roles }, release)?.reason ?? null).toBe(reason);
});

import type { Role } from '../core/context.ts';

/** Demo accounts: demo mode only; a production start refuses a database that holds them. */
export const DEMO_PASSWORD = 'holdpoint-demo';

export const DEMO_ACCOUNTS: { email: string; name: string; roles: Role[]; does: string }[] = [
  {
    email: 'planner@example.com',
    name: 'Demo planner',
    roles: ['planner'],
    does: 'works the queue: claims, approves, modifies, overrides',
  },
  {
    email: 'planner2@example.com',
    name: 'Second planner',
    roles: ['planner'],
    does: 'the same, for two people at one case',
  },
  { email: 'approver@example.com', name: 'Demo approver', roles: ['approver'], does: 'handles escalations' },
  { email: 'approver2@example.com', name: 'Second approver', roles: ['approver'], does: 'the second seat of two' },
  {
    email: 'auditor@example.com',
    name: 'Demo auditor',
    roles: ['auditor'],
    does: 'follows the chain behind a decision',
  },
  { email: 'operator@example.com', name: 'Demo operator', roles: ['operator'], does: 'watches sources and signals' },
  {
    email: 'policy@example.com',
    name: 'Policy owner',
    roles: ['policy-owner'],
    does: 'reads policies and what they decided',
  },
  { email: 'policy2@example.com', name: 'Second policy owner', roles: ['policy-owner'], does: 'the same' },
];

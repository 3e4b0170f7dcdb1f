import type { Clock } from './clock.ts';

/** The roles of PRODUCT: what a person may do. */
export const ROLES = ['planner', 'approver', 'auditor', 'operator', 'policy-owner', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export type Person = { kind: 'person'; id: string; name: string; email: string; roles: Role[]; regions: string[] };
/** Whoever acts. A person signs in; a source holds a key; an agent and a loop belong to the tower itself. */
export type Actor =
  | Person
  | { kind: 'agent'; id: string; version: string }
  | { kind: 'source'; id: string; name: string; mayReplay: boolean }
  | { kind: 'system'; id: string };

/** What every verb is given: who asks, and the wall clock. Nothing is read from a request. */
export type Context<A extends Actor = Actor> = { actor: A; clock: Clock };

export const asSystem = (id: string, clock: Clock): Context => ({ actor: { kind: 'system', id }, clock });

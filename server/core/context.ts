import type { Clock } from './clock.ts';

/** The roles of PRODUCT: what a person may do. */
export const ROLES = ['planner', 'approver', 'auditor', 'operator', 'policy-owner', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What a key of the machine API may be for. `propose` can be given and is shown; no call asks for it yet. */
export const KEY_SCOPES = ['send', 'read', 'propose'] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

export type Person = { kind: 'person'; id: string; name: string; email: string; roles: Role[]; regions: string[] };
/** A machine that calls with a key: for which source, what the key is for, and the regions it may read and send for; "*" is every region. */
export type SourceActor = {
  kind: 'source';
  id: string;
  name: string;
  mayReplay: boolean;
  scopes: readonly KeyScope[];
  regions: readonly string[];
  sendRegions: readonly string[];
};
/** Whoever acts. A person signs in; a source holds a key; an agent and a loop belong to the tower itself. */
export type Actor =
  | Person
  | { kind: 'agent'; id: string; version: string }
  | SourceActor
  | { kind: 'system'; id: string };

/** What every verb is given: who asks, and the wall clock. Nothing is read from a request. */
export type Context<A extends Actor = Actor> = { actor: A; clock: Clock };

export const asSystem = (id: string, clock: Clock): Context => ({ actor: { kind: 'system', id }, clock });

import type { Actor, KeyScope, Person, Role, SourceActor } from '../core/context.ts';
import { DomainError, forbidden } from '../core/errors.ts';

/** What can be done, and which roles may do it. Policies add the question of how many people and of what authority. */
const RIGHTS = {
  'disruption.read': ['planner', 'approver', 'auditor', 'operator', 'policy-owner', 'admin'],
  'disruption.claim': ['planner', 'approver'],
  'disruption.read-again': ['planner', 'approver', 'operator'],
  'proposal.approve': ['planner', 'approver'],
  'proposal.modify': ['planner', 'approver'],
  'proposal.override': ['planner', 'approver'],
  'proposal.reject': ['planner', 'approver'],
  'action.read': ['planner', 'approver', 'auditor', 'operator', 'policy-owner', 'admin'],
  'action.undo': ['planner', 'approver'],
  'action.rollback': ['planner', 'approver'],
  'action.close-step': ['planner', 'approver'],
  'audit.read': ['auditor', 'approver', 'planner', 'policy-owner', 'admin'],
  'network.read': ['planner', 'approver', 'auditor', 'operator', 'policy-owner', 'admin'],
  'signals.read': ['operator', 'auditor', 'planner', 'approver', 'admin'],
  'source.manage': ['operator', 'admin'],
  'quarantine.handle': ['operator'],
  'import.send': ['operator'],
  'mapping.save': ['operator'],
  'model.read': ['planner', 'approver', 'auditor', 'operator', 'policy-owner', 'admin'],
  'model.suspend': ['policy-owner', 'admin'],
  'noise.change': ['operator', 'admin'],
  'retention.change': ['operator', 'admin'],
  'policy.read': ['planner', 'approver', 'auditor', 'operator', 'policy-owner', 'admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Right = keyof typeof RIGHTS;

export const ROLE_WORDS: Record<Role, string> = {
  planner: 'planner',
  approver: 'approver',
  auditor: 'auditor',
  operator: 'operator',
  'policy-owner': 'policy owner',
  admin: 'admin',
};

/** Authority order: a person of more authority satisfies a seat of less. */
const AUTHORITY: Partial<Record<Role, number>> = { planner: 1, approver: 2 };

export const may = (roles: readonly Role[], right: Right): boolean =>
  roles.some((role) => (RIGHTS[right] as readonly Role[]).includes(role));

/**
 * The person behind a context, when they hold the right.
 * @throws DomainError `unauthenticated` for anyone but a person, `forbidden` when none of their roles holds the right.
 */
export function requireRight(actor: Actor, right: Right): Person {
  if (actor.kind !== 'person') throw new DomainError('unauthenticated', 'Sign in to do this.');
  if (!may(actor.roles, right)) {
    const allowed = RIGHTS[right].map((role) => ROLE_WORDS[role]).join(' or ');
    throw forbidden(
      `This needs the role ${allowed}; you are signed in as ${actor.roles.map((r) => ROLE_WORDS[r]).join(', ')}.`,
      'right',
    );
  }
  return actor;
}

/** Whether one of the roles has at least the authority of `seat`. */
export const hasAuthority = (roles: readonly Role[], seat: Role): boolean =>
  roles.some((role) => (AUTHORITY[role] ?? 0) >= (AUTHORITY[seat] ?? Number.POSITIVE_INFINITY));

declare const scope: unique symbol;
/** The regions a person may see, minted only here, so that an unproven list does not compile. `null` is every region. */
export type RegionScope = { readonly regions: readonly string[] | null; readonly [scope]: true };

const scopeOf = (regions: readonly string[]): RegionScope =>
  ({ regions: regions.includes('*') ? null : regions }) as unknown as RegionScope;

export const regionScope = (person: Person): RegionScope => scopeOf(person.regions);

/** Whether a person sees what belongs to a region. */
export const seesRegion = ({ regions }: Pick<Person, 'regions'>, region: string): boolean =>
  regions.includes('*') || regions.includes(region);

/** A Prisma `where` part that keeps rows to the scope. */
export const inScope = (scoped: RegionScope): { region?: { in: string[] } } =>
  scoped.regions ? { region: { in: [...scoped.regions] } } : {};

/** Whether something of a region is within the scope. What belongs to no region is within the scope of those who see every one. */
export const isInScope = (scoped: RegionScope, region: string): boolean =>
  scoped.regions === null || scoped.regions.includes(region);

/**
 * The person behind a context, when they hold the right and see every region: for what concerns all of them at once.
 * @param why the sentence for a person of some regions.
 * @throws DomainError `unauthenticated`, `forbidden`.
 */
export function requireEveryRegion(actor: Actor, right: Right, why: string): Person {
  const person = requireRight(actor, right);
  if (regionScope(person).regions) throw forbidden(why, 'every-region');
  return person;
}

/**
 * The source behind a context, when its key has the scope.
 * @throws DomainError `unauthenticated` for anyone without a key, `forbidden` for a key without the scope.
 */
export function requireScope(actor: Actor, wanted: KeyScope): SourceActor {
  if (actor.kind !== 'source') throw new DomainError('unauthenticated', 'Send the key of a source.');
  if (!actor.scopes.includes(wanted)) {
    throw forbidden(
      `This call needs a key with the scope "${wanted}"; this key has ${actor.scopes.map((one) => `"${one}"`).join(', ') || 'none'}. Ask whoever manages the source ${actor.name} for a key with it: Sources, the source, Issue key.`,
    );
  }
  return actor;
}

/**
 * The regions that a key with the scope `read` may read.
 * @throws DomainError `unauthenticated`, `forbidden`.
 */
export const readScope = (actor: Actor): RegionScope => scopeOf(requireScope(actor, 'read').regions);

import { fixedClock } from '../core/clock.ts';
import type { Actor, Context, Person, Role, SourceActor } from '../core/context.ts';
import { isKnownType } from '../events/contracts/index.ts';
import type { SourceTerms } from '../events/sources/index.ts';
import { knowPerson } from './names-in-audit.ts';

/** The instant at which every test begins unless it says otherwise. */
export const TEST_NOW = new Date('2026-11-22T12:00:00.000Z');

type TestClock = ReturnType<typeof fixedClock>;
type TestContext<A extends Actor> = Context<A> & { clock: TestClock };
type PersonOptions = { id?: string; regions?: string[]; clock?: TestClock };

/** A person of a role. Two of one role need two ids; contexts that share time share a `clock`. */
function asPerson(role: Role, { id = role, regions = ['*'], clock = fixedClock(TEST_NOW) }: PersonOptions = {}) {
  // A role is a word that any text may hold; a name is not.
  const name = `${id.charAt(0).toUpperCase()}${id.slice(1)}${id === role ? ' Example' : ''}`;
  const actor: Person = { kind: 'person', id, name, email: `${id}@example.com`, roles: [role], regions };
  knowPerson(actor);
  return { actor, clock } satisfies TestContext<Person>;
}

export const asPlanner = (options?: PersonOptions): TestContext<Person> => asPerson('planner', options);
export const asApprover = (options?: PersonOptions): TestContext<Person> => asPerson('approver', options);
export const asAuditor = (options?: PersonOptions): TestContext<Person> => asPerson('auditor', options);
export const asOperator = (options?: PersonOptions): TestContext<Person> => asPerson('operator', options);

export const asPolicyOwner = (options?: PersonOptions): TestContext<Person> => asPerson('policy-owner', options);

/** A planner who sees these regions only. */
export const personIn = (regions: string[], options?: PersonOptions): TestContext<Person> =>
  asPerson('planner', { id: `planner-${regions.join('-').toLowerCase()}`, ...options, regions });

/** Every type that the code knows, under no terms of the source's own. */
const openTerms: SourceTerms = {
  name: 'test',
  region: 'global',
  find: (type) => (isKnownType(type) ? { version: 1, check: () => null } : null),
};

/** A sender of signals, of every type that the code knows. */
export function asSource({
  id = 'source',
  mayReplay = false,
  clock = fixedClock(TEST_NOW),
} = {}): TestContext<SourceActor> & { terms: SourceTerms } {
  const actor: SourceActor = {
    kind: 'source',
    id,
    name: id,
    mayReplay,
    scopes: ['send'],
    regions: [],
    sendRegions: ['*'],
  };
  return { actor, clock, terms: openTerms };
}

/** A machine that reads these regions, and sends nothing. */
export function asReader(regions: string[] = ['*'], id = 'reader'): TestContext<SourceActor> {
  const actor: SourceActor = {
    kind: 'source',
    id,
    name: id,
    mayReplay: false,
    scopes: ['read'],
    regions,
    sendRegions: ['*'],
  };
  return { actor, clock: fixedClock(TEST_NOW) };
}

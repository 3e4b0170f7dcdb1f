import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ZodError } from 'zod';
import { may, type Right } from '../auth/rights.ts';
import type { Person, Role } from '../core/context.ts';
import { ROLES } from '../core/context.ts';
import { openIntake } from '../events/ingest/index.ts';
import { addPeople } from '../testing/add-people.ts';
import { testDatabase } from '../testing/database.ts';
import { PROCEDURE_ROWS as ROWS } from '../testing/procedure-rows.ts';
import { buildTwoRegions, ELSEWHERE, THERE, type TwoRegions } from '../testing/two-regions.ts';
import { appRouter } from './router.ts';
import { openTurns } from './take-turns.ts';

type Procedure = { _def: { type: 'query' | 'mutation' | 'subscription' } };
const procedures = appRouter._def.procedures as unknown as Record<string, Procedure>;
const paths = Object.keys(procedures);
const isMutation = (path: string) => procedures[path]?._def.type === 'mutation';
const person = (roles: Role[], regions: string[]): Person => ({
  kind: 'person',
  id: `${roles.join('-')}-${regions.join('-')}`,
  name: 'Somebody',
  email: `${[...roles, ...regions.map((region) => region.replace('*', 'all'))].join('-')}@example.com`,
  roles,
  regions,
});

const { db } = await testDatabase();
const log = pino({ level: 'silent' });
const intake = openIntake(db, log);
const turns = openTurns();
let world: TwoRegions;
beforeAll(async () => {
  world = await buildTwoRegions(db);
}, 60_000);
afterAll(() => intake.close());

type Outcome = { code: string | null; text: string; misread: boolean };
/** What a call answers: the code of its refusal, or the answer as text. */
async function call(path: string, who: Person | null): Promise<Outcome> {
  const { clock, actions } = world;
  const caller = appRouter.createCaller({ db, actions, clock, log, intake, person: who, turns });
  const found = path.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], caller);
  try {
    const answer = await (found as (input: unknown) => Promise<unknown>)(ROWS[path]?.input?.(world));
    return { code: null, text: JSON.stringify(answer ?? null), misread: false };
  } catch (error) {
    const { code = 'UNKNOWN', cause } = error as { code?: string; cause?: unknown };
    return { code, text: String(error), misread: cause instanceof ZodError };
  }
}
const rolesWith = (right: Right | null) => ROLES.filter((role) => right === null || may([role], right));
const rolesWithout = (right: Right | null) => ROLES.filter((role) => right !== null && !may([role], right));
const told = ({ text }: Outcome) => world.marks.filter((mark) => text.includes(mark));

it('there is a row for every procedure, and none for what is not there', () => {
  expect(Object.keys(ROWS).sort()).toEqual([...paths].sort());
});

describe.each(paths)('%s', (path) => {
  const { right, every, common, silent } = ROWS[path] ?? { right: null };

  it('is for people who have signed in', async () => {
    expect((await call(path, null)).code).toBe('UNAUTHORIZED');
  });

  it('refuses every role without the right', async () => {
    for (const role of rolesWithout(right)) {
      expect([role, (await call(path, person([role], ['*']))).code]).toEqual([role, 'FORBIDDEN']);
    }
  });

  it('tells and changes nothing of a region to people of another', async () => {
    for (const role of rolesWith(right)) {
      const outcome = await call(path, person([role], [ELSEWHERE]));
      if (!common && (every || isMutation(path))) expect(['FORBIDDEN', 'NOT_FOUND']).toContain(outcome.code);
      if (!isMutation(path)) expect([null, 'FORBIDDEN', 'NOT_FOUND']).toContain(outcome.code);
      if (outcome.code === null && path !== 'sources.amend') expect(told(outcome)).toEqual([]);
    }
  });

  const regional = every ? it : null;
  regional?.('refuses people of that region alone', async () => {
    for (const role of rolesWith(right)) {
      expect([role, (await call(path, person([role], [THERE]))).code]).toEqual([role, 'FORBIDDEN']);
    }
  });

  // Without this a row whose input is refused for another reason would prove nothing.
  const reading = isMutation(path) ? null : it;
  reading?.('answers people who may read it', async () => {
    const [role = 'planner'] = rolesWith(right);
    const outcome = await call(path, person([role], [every ? '*' : THERE]));
    // A plan is made for what has been carried out; this has not.
    expect([null, ...(path === 'actions.rollbackPlan' ? ['CONFLICT'] : [])]).toContain(outcome.code);
    if (!common && !silent) expect(told(outcome)).not.toEqual([]);
  });
});

// Last, because they change what the others look at.
describe.each(paths.filter(isMutation))('%s', (path) => {
  it('is carried out for people who may, or refused for what they ask and not for who they are', async () => {
    const { right, every } = ROWS[path] ?? { right: null };
    const role = rolesWith(right).at(-1) ?? 'planner';
    const who = person([role], [every ? '*' : THERE]);
    await addPeople(db, { actor: who, clock: world.clock });
    const outcome = await call(path, who);
    expect(['UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND', 'INTERNAL_SERVER_ERROR']).not.toContain(outcome.code);
    expect(outcome).toMatchObject({ misread: false });
  });
});

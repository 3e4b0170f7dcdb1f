import { expect, test } from 'vitest';
import { fixedClock } from '../core/clock.ts';
import { asSystem } from '../core/context.ts';
import { TEST_NOW } from '../testing/contexts.ts';
import { testDatabase } from '../testing/database.ts';
import { isOwnOrigin } from './check-origin.ts';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from './constants.ts';
import { hashPassword, matchesPassword } from './hash-password.ts';
import { findPerson } from './queries.ts';
import { readSession } from './read-session.ts';
import { seedDemoAccounts } from './seed-accounts.ts';
import { signIn } from './sign-in.ts';

const { db } = await testDatabase();
const clock = fixedClock(TEST_NOW);

test('a password matches its own hash only, and the hash never holds it', async () => {
  const stored = await hashPassword('correct horse');
  expect(stored).not.toContain('correct');
  expect(await matchesPassword('correct horse', stored)).toBe(true);
  expect(await matchesPassword('correct horsé', stored)).toBe(false);
  expect(await matchesPassword('anything', 'plain-text')).toBe(false);
});

test('demo accounts are seeded once and sign in; a wrong password, an unknown email and a switched-off person do not', async () => {
  await seedDemoAccounts(db, asSystem('start', clock));
  await seedDemoAccounts(db, asSystem('start', clock));
  expect(await db.prisma.user.count()).toBe(DEMO_ACCOUNTS.length);

  const planner = await signIn(db, clock, ' Planner@Example.com ', DEMO_PASSWORD);
  expect(planner?.roles).toEqual(['planner']);
  expect(await db.prisma.auditEntry.count({ where: { action: 'user.signed-in', actorId: planner?.id ?? '' } })).toBe(1);

  expect(await signIn(db, clock, 'planner@example.com', 'wrong')).toBeNull();
  expect(await signIn(db, clock, 'nobody@example.com', DEMO_PASSWORD)).toBeNull();
  await db.prisma.user.update({ where: { email: 'planner2@example.com' }, data: { active: false } });
  expect(await signIn(db, clock, 'planner2@example.com', DEMO_PASSWORD)).toBeNull();
  const off = await db.prisma.user.findUniqueOrThrow({ where: { email: 'planner2@example.com' } });
  expect(await findPerson(db, off.id)).toBeNull();
});

test.each([
  ['no cookie', undefined],
  ['a forged token', 'next-auth.session-token=eyJhbGciOiJkaXIifQ..a.b.c'],
  ['a malformed escape', 'next-auth.session-token=%E0%A4%A'],
  ['an empty pair', '=;;;'],
])('%s proves nobody and never throws', async (_name, cookie) => {
  expect(await readSession(db, cookie === undefined ? {} : { cookie }, 'x'.repeat(32))).toBeNull();
});

test.each([
  ['https://tower.example.com', 'tower.example.com', true],
  ['http://localhost:3000', 'localhost:3000', true],
  ['http://evil.example', 'localhost:3000', false],
  ['null', 'localhost:3000', false],
  [undefined, 'localhost:3000', false],
])('origin %s at host %s: %s', (origin, host, expected) => {
  expect(isOwnOrigin({ host, ...(origin ? { origin } : {}) }, 'https://tower.example.com')).toBe(expected);
});

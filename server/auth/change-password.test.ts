import { expect, test } from 'vitest';
import { fixedClock } from '../core/clock.ts';
import { asSystem } from '../core/context.ts';
import { TEST_NOW } from '../testing/contexts.ts';
import { testDatabase } from '../testing/database.ts';
import { openSession, TEST_SECRET as secret } from '../testing/open-session.ts';
import { changePassword } from './change-password.ts';
import { DEMO_PASSWORD } from './constants.ts';
import { matchesPassword } from './hash-password.ts';
import { readSession } from './read-session.ts';
import { seedDemoAccounts } from './seed-accounts.ts';
import { signIn } from './sign-in.ts';

const { db } = await testDatabase();
const clock = fixedClock(TEST_NOW);
const deps = { db, clock, secret };
await seedDemoAccounts(db, asSystem('start', clock));
const NEXT = 'a sentence that nobody guesses';

/** A person in a session of their own. */
async function signedInAs(email: string) {
  const { id } = await db.prisma.user.findUniqueOrThrow({ where: { email } });
  const session = await openSession(db, id, clock);
  const signedIn = await readSession(deps, session);
  if (!signedIn) throw new Error('nobody is signed in');
  return { ...session, ctx: { actor: signedIn.person, clock } };
}
const enter = (email: string, password: string) =>
  signIn(deps, { email, password, address: '198.51.100.1', browser: 'x', replaces: null });
const matches = async (email: string, password: string) =>
  matchesPassword(password, (await db.prisma.user.findUniqueOrThrow({ where: { email } })).passwordHash);

test('a new password ends the other sessions, and is the one that signs in; the audit holds neither', async () => {
  const here = await signedInAs('planner@example.com');
  const there = await signedInAs('planner@example.com');
  expect(await changePassword(db, here.ctx, { current: DEMO_PASSWORD, next: NEXT }, here.sessionId)).toEqual({
    ended: 1,
  });
  expect(await readSession(deps, here)).not.toBeNull();
  expect(await readSession(deps, there)).toBeNull();
  expect(await enter('planner@example.com', DEMO_PASSWORD)).toBeNull();
  expect(await enter('planner@example.com', NEXT)).not.toBeNull();
  const entries = await db.prisma.auditEntry.findMany({ where: { entityId: here.ctx.actor.id } });
  const actions = entries.map(({ action }) => action);
  expect(actions).toContain('user.password-changed');
  expect(actions).toContain('user.sessions-ended');
  for (const { bytes } of entries) expect(Buffer.from(bytes).toString()).not.toMatch(/scrypt|sentence that/);
});

test.each([
  ['the present one is wrong', { current: 'not it, by any means', next: NEXT }, { current: expect.any(String) }],
  ['the new one is short', { current: DEMO_PASSWORD, next: 'short' }, { next: expect.stringContaining('12') }],
  ['the new one is the email', { current: DEMO_PASSWORD, next: 'approver@example.com' }, { next: expect.any(String) }],
  ['the new one is the old one', { current: DEMO_PASSWORD, next: DEMO_PASSWORD }, { next: expect.any(String) }],
])('%s: refused by field, and nothing is changed', async (_name, input, fields) => {
  const here = await signedInAs('approver@example.com');
  const there = await signedInAs('approver@example.com');
  await expect(changePassword(db, here.ctx, input, here.sessionId)).rejects.toMatchObject({
    code: 'invalid',
    more: { fields },
  });
  expect(await matches('approver@example.com', DEMO_PASSWORD)).toBe(true);
  expect(await readSession(deps, there)).not.toBeNull();
});

test('whoever finds an open console does not get to try out passwords: after the fifth the present one waits too', async () => {
  const { ctx, sessionId } = await signedInAs('auditor@example.com');
  const attempt = (current: string) => changePassword(db, ctx, { current, next: NEXT }, sessionId);
  for (let n = 0; n < 5; n += 1) await expect(attempt('wrong')).rejects.toMatchObject({ code: 'invalid' });
  await expect(attempt(DEMO_PASSWORD)).rejects.toMatchObject({ code: 'too_many', more: { retryAfterSeconds: 1 } });
  expect(await db.prisma.auditEntry.count({ where: { action: 'user.password-refused' } })).toBeGreaterThanOrEqual(5);
});

test('two changes at once: one is taken, the other told', async () => {
  const { ctx, sessionId } = await signedInAs('operator@example.com');
  const change = (next: string) => changePassword(db, ctx, { current: DEMO_PASSWORD, next }, sessionId);
  const both = await Promise.allSettled([change(`${NEXT} one`), change(`${NEXT} two`)]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

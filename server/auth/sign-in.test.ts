import { encode } from 'next-auth/jwt';
import { beforeEach, expect, test } from 'vitest';
import { fixedClock, HOUR, MINUTE, SECOND } from '../core/clock.ts';
import { asSystem } from '../core/context.ts';
import { withTransaction } from '../db/transaction.ts';
import { TEST_NOW } from '../testing/contexts.ts';
import { testDatabase } from '../testing/database.ts';
import { openSession, TEST_SECRET as secret } from '../testing/open-session.ts';
import { pruneBrakes } from './brake-sign-in.ts';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from './constants.ts';
import { endSessions } from './end-sessions.ts';
import { hashPassword, matchesPassword } from './hash-password.ts';
import { listSessions } from './list-sessions.ts';
import { endOfDeactivated, pruneSessions } from './prune-sessions.ts';
import { explainEnd, readSession } from './read-session.ts';
import { seedDemoAccounts } from './seed-accounts.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';

const { db } = await testDatabase();
let clock = fixedClock(TEST_NOW);
await seedDemoAccounts(db, asSystem('start', clock));
let address = 0;

beforeEach(async () => {
  clock = fixedClock(TEST_NOW);
  await db.prisma.signInBrake.deleteMany();
});

const deps = () => ({ db, clock, secret });
/** Signs in from an address of its own, unless one is given. */
const enter = (email: string, password = DEMO_PASSWORD, from = `198.51.100.${++address}`) =>
  signIn(deps(), { email, password, address: from, browser: 'Firefox on Linux', replaces: null });
const idOf = async (email: string) => (await db.prisma.user.findUniqueOrThrow({ where: { email } })).id;
const entriesOf = async (action: string) => {
  const rows = await db.prisma.auditEntry.findMany({ where: { action }, orderBy: { seq: 'asc' } });
  return rows.map(({ bytes }) => JSON.parse(Buffer.from(bytes).toString()));
};
const cookieFor = async (sub: string, sid?: string) => ({
  cookie: `next-auth.session-token=${await encode({ token: { sub, ...(sid ? { sid } : {}) }, secret })}`,
});

test('a password matches its own hash only, and the hash never holds it', async () => {
  const stored = await hashPassword('correct horse');
  expect(stored).not.toContain('correct');
  expect(await matchesPassword('correct horse', stored)).toBe(true);
  expect(await matchesPassword('correct horsé', stored)).toBe(false);
  expect(await matchesPassword('anything', 'plain-text')).toBe(false);
});

test('demo accounts are seeded once and sign in; a wrong password, an unknown email and a switched-off person do not', async () => {
  await seedDemoAccounts(db, asSystem('start', clock));
  expect(await db.prisma.user.count()).toBe(DEMO_ACCOUNTS.length);

  const planner = await enter(' Planner@Example.com ');
  expect(planner?.person.roles).toEqual(['planner']);
  expect(await entriesOf('user.signed-in')).toHaveLength(1);

  expect(await enter('planner@example.com', 'wrong')).toBeNull();
  expect(await enter('nobody@example.com')).toBeNull();
  await db.prisma.user.update({ where: { email: 'policy2@example.com' }, data: { active: false } });
  expect(await enter('policy2@example.com')).toBeNull();
  const refused = await entriesOf('user.sign-in-refused');
  expect(refused.map(({ after }) => after.why)).toEqual(['wrong-password', 'unknown-account', 'account-off']);
  expect(refused[0].entityId).toBe(planner?.person.id);
  expect(refused[1].entityId).toMatch(/^unknown:[0-9a-f]{32}$/);
});

test('no audit entry of signing in holds a name, an email or an address', async () => {
  await enter('planner@example.com', 'wrong', '203.0.113.77');
  await enter('somebody@example.com', 'wrong', '203.0.113.77');
  const signedIn = await enter('planner@example.com', DEMO_PASSWORD, '203.0.113.77');
  if (signedIn) await signOut(db, clock, signedIn);
  const entries = [
    ...(await entriesOf('user.signed-in')),
    ...(await entriesOf('user.signed-out')),
    ...(await entriesOf('user.sign-in-refused')),
  ];
  for (const { meaning, before, after, entityId } of entries)
    expect(JSON.stringify({ meaning, before, after, entityId })).not.toMatch(/@|Demo planner|203\.0\.113/);
});

test('the fifth failure of an account makes it wait, doubling to a minute, from whatever address; right comes through after it', async () => {
  await failAgain('planner@example.com', 4);
  const waits: number[] = [];
  for (let failures = 5; failures <= 12; failures += 1) {
    expect(await enter('planner@example.com', 'wrong')).toBeNull();
    const wait = await enter('planner@example.com').catch((error) => error.more.retryAfterSeconds);
    waits.push(wait);
    clock.advance(wait * SECOND - 1);
    await expect(enter('planner@example.com')).rejects.toMatchObject({ code: 'too_many' });
    clock.advance(1);
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  const signedIn = await enter('planner@example.com');
  expect(signedIn?.person.email).toBe('planner@example.com');
  const last = (await entriesOf('user.signed-in')).at(-1);
  expect(last.after).toMatchObject({ failuresBefore: 12, refusedWhileWaiting: 2 });
});

async function failAgain(email: string, times: number) {
  for (let n = 0; n < times; n += 1) await enter(email, 'wrong');
}

test('an address waits by itself, whatever account it tries, and an account that is unknown waits like any other', async () => {
  for (let n = 0; n < 5; n += 1) await enter(`nobody-${n}@example.com`, 'wrong', '203.0.113.1');
  await expect(enter('approver@example.com', DEMO_PASSWORD, '203.0.113.1')).rejects.toMatchObject({ code: 'too_many' });
  await expect(enter('approver@example.com', DEMO_PASSWORD, '203.0.113.2')).resolves.not.toBeNull();

  await failAgain('nobody@example.com', 5);
  await expect(enter('nobody@example.com', 'wrong')).rejects.toMatchObject({
    code: 'too_many',
    message: expect.stringContaining('Wait 1 s'),
    more: { retryAfterSeconds: 1 },
  });
});

test('a stranger who goes on failing keeps nobody out of an account from where its owner has signed in before', async () => {
  const home = '2001:db8:1:2::1';
  expect(await enter('planner2@example.com', DEMO_PASSWORD, home)).not.toBeNull();
  await failAgain('planner2@example.com', 5);
  await expect(enter('planner2@example.com')).rejects.toMatchObject({ code: 'too_many' });
  // The same network, if not the same address of it.
  const atHome = (password?: string) => enter('planner2@example.com', password, '2001:db8:1:2::77');
  expect(await atHome()).not.toBeNull();
  // Failures there count for themselves.
  for (let n = 0; n < 5; n += 1) expect(await atHome('wrong')).toBeNull();
  await expect(atHome()).rejects.toMatchObject({ code: 'too_many' });
  // And what is known of one account is nothing to another.
  await failAgain('policy2@example.com', 5);
  clock.advance(SECOND - 1);
  await expect(enter('policy2@example.com', DEMO_PASSWORD, '2001:db8:9::1')).rejects.toMatchObject({
    code: 'too_many',
  });
});

test('tries that come while waiting are counted, neither audited one by one nor made to lengthen the wait', async () => {
  await failAgain('approver2@example.com', 5);
  const before = (await entriesOf('user.sign-in-refused')).length;
  for (let n = 0; n < 30; n += 1) await expect(enter('approver2@example.com', 'wrong')).rejects.toThrow('Wait 1 s');
  expect(await entriesOf('user.sign-in-refused')).toHaveLength(before);
  clock.advance(SECOND);
  expect(await enter('approver2@example.com', 'wrong')).toBeNull();
  const entries = await entriesOf('user.sign-in-refused');
  expect(entries).toHaveLength(before + 1);
  expect(entries.at(-1).after).toMatchObject({ failures: 6, refusedWhileWaiting: 30 });
});

test('tries at the same moment are all counted: of forty, four are read at most', async () => {
  const tries = await Promise.allSettled(Array.from({ length: 40 }, () => enter('auditor@example.com', 'wrong')));
  const read = tries.filter(({ status }) => status === 'fulfilled').length;
  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThanOrEqual(4);
  for (const one of tries)
    if (one.status === 'rejected')
      expect(one.reason).toMatchObject({ code: 'too_many', more: { retryAfterSeconds: expect.any(Number) } });
  const [account] = await db.prisma.signInBrake.findMany({ where: { key: { startsWith: 'account:' } } });
  expect(account?.failures).toBe(read);
});

test('failures are forgotten after a quarter of an hour, and their counts deleted', async () => {
  await failAgain('operator@example.com', 5);
  clock.advance(15 * MINUTE);
  expect(await enter('operator@example.com', 'wrong')).toBeNull();
  expect(await enter('operator@example.com', 'wrong')).toBeNull();
  clock.advance(15 * MINUTE + 1);
  expect(await pruneBrakes(db, clock.now())).toBeGreaterThan(0);
  expect(await db.prisma.signInBrake.count()).toBe(0);
});

test('a session lives for twelve hours, however often it is used', async () => {
  const signedIn = await enter('planner@example.com');
  const cookie = await cookieFor(signedIn?.person.id ?? '', signedIn?.sessionId);
  for (let hour = 0; hour < 11; hour += 1) {
    clock.advance(HOUR);
    expect((await readSession(deps(), cookie))?.sessionId).toBe(signedIn?.sessionId);
  }
  clock.advance(HOUR - 1);
  expect(await readSession(deps(), cookie)).not.toBeNull();
  clock.advance(1);
  expect(await readSession(deps(), cookie)).toBeNull();
  expect(await explainEnd(deps(), cookie)).toContain('twelve hours');
});

test('signing out ends that session and no other; a copy of its cookie proves nobody', async () => {
  const [here, there] = [await enter('planner@example.com'), await enter('planner@example.com')];
  if (!here || !there) throw new Error('nobody was signed in');
  const [copy, other] = await Promise.all([here, there].map((one) => cookieFor(one.person.id, one.sessionId)));
  await Promise.all([signOut(db, clock, here), signOut(db, clock, here)]);
  expect(await readSession(deps(), copy ?? {})).toBeNull();
  expect(await explainEnd(deps(), copy ?? {})).toContain('You were signed out');
  expect(await readSession(deps(), other ?? {})).not.toBeNull();
  const ends = (await entriesOf('user.signed-out')).filter(({ after }) => after.session === here.sessionId);
  expect(ends).toHaveLength(1);
});

test('a browser that signs in as somebody else ends the session it held', async () => {
  const first = await enter('planner@example.com');
  const input = { email: 'planner2@example.com', password: DEMO_PASSWORD, address: '203.0.113.5', browser: 'x' };
  await signIn(deps(), { ...input, replaces: first });
  const cookie = await cookieFor(first?.person.id ?? '', first?.sessionId);
  expect(await readSession(deps(), cookie)).toBeNull();
  expect(await explainEnd(deps(), cookie)).toContain('Somebody else signed in');
});

test('all sessions of a person end at once, but for the one that is spared', async () => {
  const userId = await idOf('approver@example.com');
  const [kept, gone] = [await openSession(db, userId, clock), await openSession(db, userId, clock)];
  await withTransaction(db, (tx) =>
    endSessions(tx, asSystem('test', clock), userId, 'password-changed', kept.sessionId),
  );
  expect(await readSession(deps(), kept)).not.toBeNull();
  expect(await readSession(deps(), gone)).toBeNull();
});

test('a person who is switched off proves nobody, and switched on again has to sign in anew', async () => {
  const userId = await idOf('operator@example.com');
  const session = await openSession(db, userId, clock);
  await db.prisma.user.update({ where: { id: userId }, data: { active: false } });
  expect(await readSession(deps(), session)).toBeNull();
  expect(await explainEnd(deps(), session)).toContain('switched off');
  expect(await endOfDeactivated(db, clock)).toBeGreaterThan(0);
  expect(await endOfDeactivated(db, clock)).toBe(0);
  await db.prisma.user.update({ where: { id: userId }, data: { active: true } });
  expect(await readSession(deps(), session)).toBeNull();
});

test('who was switched off while their password was being read gets no session', async () => {
  const userId = await idOf('auditor@example.com');
  const entering = enter('auditor@example.com');
  await db.prisma.user.update({ where: { id: userId }, data: { active: false } });
  expect(await entering).toBeNull();
  await db.prisma.user.update({ where: { id: userId }, data: { active: true } });
});

test('a person lists their own sessions, the last used first, and knows the one that asks', async () => {
  const userId = await idOf('policy@example.com');
  const old = await openSession(db, userId, clock);
  clock.advance(HOUR);
  const asking = await openSession(db, userId, clock);
  await openSession(db, await idOf('planner@example.com'), clock);
  const person = (await readSession(deps(), asking))?.person;
  if (!person) throw new Error('nobody is signed in');
  const listed = await listSessions(db, { actor: person, clock }, asking.sessionId);
  expect(listed.map(({ id, current }) => [id, current])).toEqual([
    [asking.sessionId, true],
    [old.sessionId, false],
  ]);
  clock.advance(2 * MINUTE);
  await readSession(deps(), old);
  expect((await listSessions(db, { actor: person, clock }))[0]?.id).toBe(old.sessionId);
});

test('sessions are deleted a month after they ended', async () => {
  const userId = await idOf('policy@example.com');
  const { sessionId } = await openSession(db, userId, clock);
  clock.advance(30 * 24 * HOUR + 11 * HOUR);
  await pruneSessions(db, clock);
  expect(await db.prisma.session.count({ where: { id: sessionId } })).toBe(1);
  clock.advance(2 * HOUR);
  await pruneSessions(db, clock);
  expect(await db.prisma.session.count({ where: { id: sessionId } })).toBe(0);
});

test('a token of the release before names no session: it proves nobody, and who holds it is told to sign in', async () => {
  const old = await cookieFor(await idOf('planner@example.com'));
  expect(await readSession(deps(), old)).toBeNull();
  expect(await explainEnd(deps(), old)).toContain('earlier release');
});

test('a session of somebody else does not carry a token', async () => {
  const { sessionId } = await openSession(db, await idOf('planner@example.com'), clock);
  expect(await readSession(deps(), await cookieFor(await idOf('approver@example.com'), sessionId))).toBeNull();
});

test('the session is a cookie and nothing else: as a bearer token it proves nobody', async () => {
  const { cookie } = await openSession(db, await idOf('planner@example.com'), clock);
  const authorization = `Bearer ${cookie.slice(cookie.indexOf('=') + 1)}`;
  expect(await readSession(deps(), { cookie })).not.toBeNull();
  expect(await readSession(deps(), { cookie: 'theme=dark', ...{ authorization } })).toBeNull();
});

test.each([
  ['no cookie', undefined],
  ['a forged token', 'next-auth.session-token=eyJhbGciOiJkaXIifQ..a.b.c'],
  ['a malformed escape', 'next-auth.session-token=%E0%A4%A'],
  ['an empty pair', '=;;;'],
])('%s proves nobody and never throws', async (_name, cookie) => {
  expect(await readSession(deps(), cookie === undefined ? {} : { cookie })).toBeNull();
  expect(await explainEnd(deps(), cookie === undefined ? {} : { cookie })).toBeNull();
});

import { emitAudit } from '../audit/emit.ts';
import type { Clock } from '../core/clock.ts';
import { asSystem } from '../core/context.ts';
import { newId } from '../core/ids.ts';
import type { Database } from '../db/client.ts';
import { appendFeed } from '../db/feed.ts';
import type { User } from '../db/generated/client.ts';
import { withTransaction } from '../db/transaction.ts';
import { brakeKeys, countTry, forgiveTry, isKnownAddress, openKeyedHash, type Try } from './brake-sign-in.ts';
import { hashPassword, matchesPassword } from './hash-password.ts';
import { withHash } from './limit-hashes.ts';
import { personOf } from './queries.ts';
import type { SessionDeps, SignedIn } from './read-session.ts';
import { SESSION_MS } from './rules.ts';
import { endSession } from './sign-out.ts';

// Hashed once, so that an unknown email costs as long as a wrong password.
let decoy: Promise<string> | undefined;

export type SignInInput = {
  email: string;
  password: string;
  /** The address the request came from, and its browser in short. */
  address: string;
  browser: string;
  /** The session that this browser held until now, which ends with this sign-in. */
  replaces: SignedIn | null;
};

/**
 * Signs a person in: a session of its own, for twelve hours. A failure is counted by account and by address and audited, with
 * the account's id or, where there is none, a keyed hash of what was typed.
 * @returns null when no active account has this email and password.
 * @throws DomainError `too_many` when a wait is on or four hashes are under way; `retryAfterSeconds` says for how long.
 */
export const signIn = ({ db, clock, secret }: SessionDeps, input: SignInInput): Promise<SignedIn | null> =>
  withHash(async () => {
    const email = input.email.trim().toLowerCase();
    const keyedHash = openKeyedHash(secret);
    const keys = brakeKeys(keyedHash, email, input.address, await isKnownAddress(db, email, input.address));
    const tries = await countTry(db, clock.now(), [keys.account, keys.address]);
    const account = tries.find(({ key }) => key === keys.account) as Try;
    const address = tries.find(({ key }) => key === keys.address) as Try;
    const user = await db.prisma.user.findUnique({ where: { email } });
    decoy ??= hashPassword('no such person');
    const right = await matchesPassword(input.password, user?.passwordHash ?? (await decoy));
    const signedIn = user?.active && right ? await startSession(db, clock, user, { account, address }, input) : null;
    if (!signedIn) await noteRefusal(db, clock, { user, right, account, keys, unknown: keyedHash(email) });
    return signedIn;
  });

type Tries = { account: Try; address: Try };

/** Null when the account was switched off or got another password while this one was being read. */
async function startSession(db: Database, clock: Clock, user: User, { account, address }: Tries, input: SignInInput) {
  const person = personOf(user);
  const ctx = { actor: person, clock };
  const now = clock.now();
  const endsAt = new Date(now.getTime() + SESSION_MS);
  const { replaces, browser } = input;
  return withTransaction(db, async (tx) => {
    const [still] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM "user" WHERE id = ${user.id} AND active AND password_hash = ${user.passwordHash} FOR SHARE`;
    if (!still) return null;
    const session = { id: newId(), userId: user.id, createdAt: now, lastUsedAt: now, endsAt, browser };
    await tx.session.create({ data: { ...session, address: input.address } });
    if (replaces) {
      const old = { id: replaces.sessionId, userId: replaces.person.id, why: 'replaced' as const };
      await endSession(tx, { actor: replaces.person, clock }, old);
    }
    await forgiveTry(tx, account, address);
    await emitAudit(tx, ctx, {
      action: 'user.signed-in',
      entityId: user.id,
      meaning: 'The person signed in.',
      after: { session: session.id, failuresBefore: account.failures - 1, refusedWhileWaiting: account.refused },
    });
    await appendFeed(tx, now, [{ area: 'audit', kind: 'signed-in', ids: [user.id], region: '*' }]);
    return { person, sessionId: session.id, endsAt };
  });
}

type Refusal = {
  user: User | null;
  right: boolean;
  account: Try;
  keys: { address: string };
  unknown: string;
};

/** One entry a try that was read. Those that were sent away while waiting are a number in the next one's. */
async function noteRefusal(db: Database, clock: Clock, { user, right, account, keys, unknown }: Refusal) {
  const why = !user ? 'unknown-account' : right ? 'account-off' : 'wrong-password';
  const entityId = user?.id ?? `unknown:${unknown}`;
  await withTransaction(db, async (tx) => {
    await emitAudit(tx, asSystem('sign-in', clock), {
      action: 'user.sign-in-refused',
      entityId,
      meaning: REFUSED[why],
      after: { why, failures: account.failures, refusedWhileWaiting: account.refused, from: keys.address },
    });
    await appendFeed(tx, clock.now(), [{ area: 'audit', kind: 'sign-in-refused', ids: [entityId], region: '*' }]);
  });
}

const REFUSED = {
  'unknown-account': 'A sign-in was refused: no account has the email that was typed.',
  'account-off': 'A sign-in was refused: the account is switched off.',
  'wrong-password': 'A sign-in was refused: the password was wrong.',
} as const;

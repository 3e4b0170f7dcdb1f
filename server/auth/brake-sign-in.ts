import { createHmac, hkdfSync } from 'node:crypto';
import { DomainError } from '../core/errors.ts';
import type { Database } from '../db/client.ts';
import { retryContention, type Tx, withTransaction } from '../db/transaction.ts';
import { addressGroup, countedFailures, FORGET_AFTER_MS, waitLeft } from './rules.ts';

const EPOCH = new Date(0);

/**
 * Makes names out of what must not be stored as it is (emails, addresses): HMAC-SHA-256 under a key derived from the session
 * secret (RFC 5869), so that who holds the store alone cannot try out emails.
 */
export function openKeyedHash(secret: string): (text: string) => string {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'holdpoint sign-in', 32));
  return (text) => createHmac('sha256', key).update(text).digest('hex').slice(0, 32);
}

/**
 * What tries are counted by: the account and the address, each on its own. An account is counted apart where it has been signed
 * in to from the address before: else a stranger who goes on failing would keep its owner out.
 */
export function brakeKeys(keyedHash: (text: string) => string, email: string, address: string, isKnown: boolean) {
  const from = keyedHash(addressGroup(address));
  return { account: `account:${keyedHash(email)}${isKnown ? `@${from}` : ''}`, address: `address:${from}` };
}

/** Sessions that are looked through for an address, the newest first. */
const LOOKED_THROUGH = 500;

/** Whether an account was signed in to from an address while its sessions are kept. */
export async function isKnownAddress(db: Database, email: string, address: string): Promise<boolean> {
  const sessions = await db.prisma.session.findMany({
    where: { user: { email } },
    select: { address: true },
    orderBy: { createdAt: 'desc' },
    take: LOOKED_THROUGH,
  });
  const group = addressGroup(address);
  return sessions.some((session) => addressGroup(session.address) === group);
}

export type Try = { key: string; failures: number; refused: number };

/**
 * Counts a try under each key as a failure, before it is read, so that those made at the same moment count too; `forgiveTry`
 * takes it back. Counts are in the store: they hold for all processes and over a restart.
 * @returns per key, the failures with this one, and how many tries were sent away since the last.
 * @throws DomainError `too_many` while a wait is on, which counts as sent away and does not lengthen the wait.
 */
export async function countTry(db: Database, now: Date, keys: string[]): Promise<Try[]> {
  const ordered = [...keys].sort(); // everybody locks in one order
  const tries = await retryContention(() =>
    withTransaction(db, async (tx) => {
      await tx.signInBrake.createMany({
        data: ordered.map((key) => ({ key, failures: 0, refused: 0, lastAt: EPOCH })),
        skipDuplicates: true,
      });
      const rows = await tx.$queryRaw<{ key: string; failures: number; refused: number; lastAt: Date }[]>`
        SELECT key, failures, refused, last_at AS "lastAt" FROM sign_in_brake WHERE key = ANY(${ordered}) ORDER BY key FOR UPDATE`;
      const wait = Math.max(0, ...rows.map((row) => waitLeft(row, now)));
      if (wait > 0) {
        await tx.signInBrake.updateMany({ where: { key: { in: ordered } }, data: { refused: { increment: 1 } } });
        return wait;
      }
      const counted = rows.map(({ key, refused, ...row }) => ({
        key,
        refused,
        failures: countedFailures(row, now) + 1,
      }));
      for (const { key, failures } of counted)
        await tx.signInBrake.update({ where: { key }, data: { failures, refused: 0, lastAt: now } });
      return counted;
    }),
  );
  if (typeof tries === 'number') throw waiting(tries);
  return tries;
}

function waiting(milliseconds: number): DomainError {
  const seconds = Math.ceil(milliseconds / 1_000);
  return new DomainError('too_many', `There were too many failed tries. Wait ${seconds} s and try again.`, {
    retryAfterSeconds: seconds,
    detail: { waitSeconds: seconds },
  });
}

/** Takes back what a person mistyped who then got it right: all failures of the account, and as many of the address. */
export async function forgiveTry(tx: Tx, account: Try, address?: Try): Promise<void> {
  await tx.signInBrake.deleteMany({ where: { key: account.key } });
  if (!address) return;
  await tx.$executeRaw`
    UPDATE sign_in_brake SET failures = greatest(0, failures - ${account.failures}::int) WHERE key = ${address.key}`;
}

/** Deletes counts that no longer count. @returns how many. */
export async function pruneBrakes(db: Database, now: Date): Promise<number> {
  const { count } = await db.prisma.signInBrake.deleteMany({
    where: { lastAt: { lt: new Date(now.getTime() - FORGET_AFTER_MS) } },
  });
  return count;
}

import { emitAudit } from '../audit/emit.ts';
import type { Clock } from '../core/clock.ts';
import type { Person } from '../core/context.ts';
import type { Database } from '../db/client.ts';
import { appendFeed } from '../db/feed.ts';
import { withTransaction } from '../db/transaction.ts';
import { hashPassword, matchesPassword } from './hash-password.ts';
import { personOf } from './queries.ts';

// Hashed once, so that an unknown email costs as long as a wrong password.
let decoy: Promise<string> | undefined;

/** The person behind an email and a password, or null; writes who signed in. */
export async function signIn(db: Database, clock: Clock, email: string, password: string): Promise<Person | null> {
  const user = await db.prisma.user.findUnique({ where: { email: email.trim().toLowerCase() } });
  decoy ??= hashPassword('no such person');
  const right = await matchesPassword(password, user?.passwordHash ?? (await decoy));
  if (!user?.active || !right) return null;
  const person = personOf(user);
  await withTransaction(db, async (tx) => {
    await emitAudit(
      tx,
      { actor: person, clock },
      { action: 'user.signed-in', entityId: user.id, meaning: `${user.name} signed in.` },
    );
    await appendFeed(tx, clock.now(), [{ area: 'audit', kind: 'signed-in', ids: [user.id], region: '*' }]);
  });
  return person;
}

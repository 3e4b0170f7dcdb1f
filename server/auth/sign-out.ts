import { emitAudit } from '../audit/emit.ts';
import type { Context } from '../core/context.ts';
import type { Database } from '../db/client.ts';
import { appendFeed } from '../db/feed.ts';
import { type Tx, withTransaction } from '../db/transaction.ts';
import type { SignedIn } from './read-session.ts';

/** Ends one session and says why. @returns whether it was still alive. */
export async function endSession(
  tx: Tx,
  ctx: Context,
  { id, userId, why }: { id: string; userId: string; why: 'signed-out' | 'replaced' },
): Promise<boolean> {
  const now = ctx.clock.now();
  const { count } = await tx.session.updateMany({
    where: { id, userId, endedAt: null },
    data: { endedAt: now, endedWhy: why },
  });
  if (!count) return false;
  await emitAudit(tx, ctx, {
    action: 'user.signed-out',
    entityId: userId,
    meaning:
      why === 'replaced' ? 'Another sign-in of the same browser took the place of this one.' : 'The person signed out.',
    after: { session: id, why },
  });
  await appendFeed(tx, now, [{ area: 'audit', kind: 'signed-out', ids: [userId], region: '*' }]);
  return true;
}

/** Signs a person out of the session that asks; twice is once. */
export async function signOut(
  db: Database,
  clock: Context['clock'],
  { person, sessionId }: Pick<SignedIn, 'person' | 'sessionId'>,
): Promise<void> {
  await withTransaction(db, (tx) =>
    endSession(tx, { actor: person, clock }, { id: sessionId, userId: person.id, why: 'signed-out' }),
  );
}

import { emitAudit } from '../audit/emit.ts';
import type { Context, Person } from '../core/context.ts';
import type { Database } from '../db/client.ts';
import { appendFeed } from '../db/feed.ts';
import { type Tx, withTransaction } from '../db/transaction.ts';
import type { End } from './schema.ts';

const MEANINGS: Partial<Record<End, string>> = {
  'signed-out-everywhere': 'The person signed out everywhere.',
  'password-changed': 'The password was changed, which ends the other sessions.',
  deactivated: 'The account is switched off, which ends its sessions.',
};

/**
 * Ends all sessions of a person, at once: requests are refused from now on, sockets within five seconds. For whoever changes
 * what a session stands on, in the transaction that does.
 * @param spare the session that goes on: the one in which the person changes their own password.
 * @returns how many were ended; none leaves no entry.
 */
export async function endSessions(tx: Tx, ctx: Context, userId: string, why: End, spare?: string): Promise<number> {
  const now = ctx.clock.now();
  const { count } = await tx.session.updateMany({
    where: { userId, endedAt: null, endsAt: { gt: now }, ...(spare ? { id: { not: spare } } : {}) },
    data: { endedAt: now, endedWhy: why },
  });
  if (!count) return 0;
  await emitAudit(tx, ctx, {
    action: 'user.sessions-ended',
    entityId: userId,
    meaning: MEANINGS[why] ?? 'Sessions were ended.',
    after: { ended: count, why },
  });
  await appendFeed(tx, now, [{ area: 'audit', kind: 'sessions-ended', ids: [userId], region: '*' }]);
  return count;
}

/** Signs a person out everywhere, this session too. @returns how many sessions that ended. */
export const signOutEverywhere = (db: Database, ctx: Context<Person>): Promise<number> =>
  withTransaction(db, (tx) => endSessions(tx, ctx, ctx.actor.id, 'signed-out-everywhere'));

import { type Clock, DAY } from '../core/clock.ts';
import { asSystem } from '../core/context.ts';
import type { Database } from '../db/client.ts';
import { withTransaction } from '../db/transaction.ts';
import { endSessions } from './end-sessions.ts';

/** How long a session that is over stays to be looked up: why it ended is told to who comes back with its cookie. */
const KEPT_MS = 30 * DAY;

/** Deletes sessions that ended a month ago. Their beginnings and ends stay in the audit. @returns how many. */
export async function pruneSessions(db: Database, clock: Clock): Promise<number> {
  const before = new Date(clock.now().getTime() - KEPT_MS);
  const { count } = await db.prisma.session.deleteMany({
    where: { OR: [{ endsAt: { lt: before } }, { endedAt: { lt: before } }] },
  });
  return count;
}

/** Ends the sessions of people who were switched off by other hands than a verb's, so that switching on again revives none. */
export async function endOfDeactivated(db: Database, clock: Clock): Promise<number> {
  const off = await db.prisma.user.findMany({
    where: { active: false, sessions: { some: { endedAt: null, endsAt: { gt: clock.now() } } } },
    select: { id: true },
  });
  let ended = 0;
  for (const { id } of off)
    ended += await withTransaction(db, (tx) => endSessions(tx, asSystem('sessions', clock), id, 'deactivated'));
  return ended;
}

import { encode } from 'next-auth/jwt';
import { SESSION_MS } from '../auth/rules.ts';
import { type Clock, systemClock } from '../core/clock.ts';
import { newId } from '../core/ids.ts';
import type { Database } from '../db/client.ts';

/** The secret of every test's sessions. */
export const TEST_SECRET = 'a secret of at least thirty-two characters';

/** A session of a person as a sign-in leaves it, without the price of a password hash, and the cookie that names it. */
export async function openSession(db: Database, userId: string, clock: Clock = systemClock) {
  const now = clock.now();
  const { id } = await db.prisma.session.create({
    data: {
      id: newId(),
      userId,
      createdAt: now,
      lastUsedAt: now,
      endsAt: new Date(now.getTime() + SESSION_MS),
      address: '192.0.2.1',
      browser: 'Firefox on Linux',
    },
  });
  const token = await encode({ token: { sub: userId, sid: id }, secret: TEST_SECRET });
  return { sessionId: id, cookie: `next-auth.session-token=${token}` };
}

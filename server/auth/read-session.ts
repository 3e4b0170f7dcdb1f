import type { IncomingHttpHeaders } from 'node:http';
import { type GetTokenParams, getToken } from 'next-auth/jwt';
import { type Clock, MINUTE } from '../core/clock.ts';
import type { Person } from '../core/context.ts';
import type { Database } from '../db/client.ts';
import { findSessions } from './queries.ts';
import { endOf } from './rules.ts';
import { END_WORDS } from './schema.ts';

export type SessionDeps = { db: Database; clock: Clock; secret: string };
export type SignedIn = { person: Person; sessionId: string; endsAt: Date };
type Asked = Pick<IncomingHttpHeaders, 'cookie'>;

/** The cookies of a request, decoded. */
export const cookiesOf = (header = ''): Record<string, string> =>
  Object.fromEntries(
    header
      .split(/;\s*/)
      .filter((pair) => pair.includes('='))
      .map((pair) => {
        const at = pair.indexOf('=');
        const value = pair.slice(at + 1);
        try {
          return [pair.slice(0, at), decodeURIComponent(value)];
        } catch {
          return [pair.slice(0, at), value]; // a malformed cookie is just a cookie that proves nothing
        }
      }),
  );

/** The token of the session cookie, or null. No headers are handed on: next-auth would also take a bearer token. */
async function tokenOf({ cookie }: Asked, secret: string) {
  if (!cookie) return null;
  const request = { cookies: cookiesOf(cookie), headers: {} } as unknown as GetTokenParams['req']; // all it reads
  return getToken({ req: request, secret }).catch(() => null);
}

/**
 * Who a request's session cookie proves, by which session, or null: the token must name a session of the store that has neither
 * been ended nor outlived itself, of a person who is active. Never throws for a forged or malformed cookie.
 */
export async function readSession({ db, clock, secret }: SessionDeps, headers: Asked): Promise<SignedIn | null> {
  const token = await tokenOf(headers, secret);
  if (typeof token?.sid !== 'string') return null;
  const sessionId = token.sid;
  const session = (await findSessions(db, [sessionId])).get(sessionId);
  const now = clock.now();
  if (!session || session.person.id !== token.sub || endOf(session, now)) return null;
  if (now.getTime() - session.lastUsedAt.getTime() >= MINUTE)
    await db.prisma.session.updateMany({
      where: { id: sessionId, lastUsedAt: { lt: now } },
      data: { lastUsedAt: now },
    });
  return { person: session.person, sessionId, endsAt: session.endsAt };
}

/** What to tell a person whose cookie proves nobody any more, or null where there is no cookie of ours. */
export async function explainEnd({ db, clock, secret }: SessionDeps, headers: Asked): Promise<string | null> {
  const token = await tokenOf(headers, secret);
  if (!token) return null;
  const session = typeof token.sid === 'string' ? (await findSessions(db, [token.sid])).get(token.sid) : undefined;
  if (!session) return 'Your session is of an earlier release or long over. Sign in again to go on.';
  const why = endOf(session, clock.now());
  return why ? END_WORDS[why] : null;
}

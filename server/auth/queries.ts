import { type Person, ROLES, type Role } from '../core/context.ts';
import type { Database } from '../db/client.ts';
import type { User } from '../db/generated/client.ts';
import type { SessionState } from './rules.ts';

type PersonRow = Pick<User, 'id' | 'name' | 'email' | 'roles' | 'regions'>;

export const personOf = (user: PersonRow): Person => ({
  kind: 'person',
  id: user.id,
  name: user.name,
  email: user.email,
  roles: user.roles.filter((role): role is Role => (ROLES as readonly string[]).includes(role)),
  regions: user.regions,
});

export type SessionRow = SessionState & { lastUsedAt: Date; person: Person };

/** Sessions by id, each with its person as they stand now, however they ended; one question for all of them. */
export async function findSessions(db: Database, ids: string[]): Promise<Map<string, SessionRow>> {
  type Row = PersonRow & SessionState & { sessionId: string; lastUsedAt: Date };
  const rows = await db.prisma.$queryRaw<Row[]>`
    SELECT s.id AS "sessionId", s.last_used_at AS "lastUsedAt", s.ends_at AS "endsAt", s.ended_at AS "endedAt",
           s.ended_why AS "endedWhy", u.active, u.id, u.name, u.email, u.roles, u.regions
    FROM session s JOIN "user" u ON u.id = s.user_id WHERE s.id = ANY(${ids})`;
  return new Map(
    rows.map(({ sessionId, lastUsedAt, endsAt, endedAt, endedWhy, active, ...user }) => [
      sessionId,
      { lastUsedAt, endsAt, endedAt, endedWhy, active, person: personOf(user) },
    ]),
  );
}

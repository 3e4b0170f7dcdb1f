import { type Person, ROLES, type Role } from '../core/context.ts';
import type { Database } from '../db/client.ts';
import type { User } from '../db/generated/client.ts';

export const personOf = (user: User): Person => ({
  kind: 'person',
  id: user.id,
  name: user.name,
  email: user.email,
  roles: user.roles.filter((role): role is Role => (ROLES as readonly string[]).includes(role)),
  regions: user.regions,
});

/** The person with this id as they stand now, or null when gone or switched off. */
export async function findPerson(db: Database, id: string): Promise<Person | null> {
  const user = await db.prisma.user.findFirst({ where: { id, active: true } });
  return user ? personOf(user) : null;
}

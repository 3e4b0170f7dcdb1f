import type { Context, Person } from '../core/context.ts';
import type { Database } from '../db/client.ts';
import { TEST_NOW } from './contexts.ts';
import { knowPerson } from './names-in-audit.ts';

/** Accounts of people, as those who sign in have one; who is there already is set to what the context says. */
export async function addPeople(db: Database, ...contexts: Context<Person>[]): Promise<void> {
  for (const { actor } of contexts) {
    const { id, name, email, roles, regions } = actor;
    knowPerson(actor);
    const row = { name, email, roles, regions, active: true };
    await db.prisma.user.upsert({
      where: { id },
      create: { ...row, id, passwordHash: '', createdAt: TEST_NOW },
      update: row,
    });
  }
}

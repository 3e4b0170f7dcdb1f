import type { z } from 'zod';
import type { Context, Person } from '../core/context.ts';
import type { Database } from '../db/client.ts';
import type { sessionView } from './schema.ts';

/** The sessions of a person that are alive, the one used last first. `current` is the session that asks. */
export async function listSessions(
  db: Database,
  { actor, clock }: Context<Person>,
  current?: string,
): Promise<z.infer<typeof sessionView>[]> {
  const rows = await db.prisma.session.findMany({
    where: { userId: actor.id, endedAt: null, endsAt: { gt: clock.now() } },
    orderBy: [{ lastUsedAt: 'desc' }, { id: 'desc' }],
    take: 100,
  });
  return rows.map(({ id, createdAt, lastUsedAt, endsAt, address, browser }) => ({
    id,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt.toISOString(),
    endsAt: endsAt.toISOString(),
    address,
    browser,
    current: id === current,
  }));
}

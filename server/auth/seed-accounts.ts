import { emitAudit } from '../audit/emit.ts';
import type { Context } from '../core/context.ts';
import { newId } from '../core/ids.ts';
import type { Database } from '../db/client.ts';
import { appendFeed } from '../db/feed.ts';
import { withTransaction } from '../db/transaction.ts';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from './constants.ts';
import { hashPassword } from './hash-password.ts';

/** Creates the demo accounts that are not there yet. Safe to run twice. */
export async function seedDemoAccounts(db: Database, ctx: Context): Promise<void> {
  const there = new Set((await db.prisma.user.findMany({ select: { email: true } })).map((user) => user.email));
  const missing = DEMO_ACCOUNTS.filter((account) => !there.has(account.email));
  if (!missing.length) return;
  const now = ctx.clock.now();
  const users = await Promise.all(
    missing.map(async ({ email, name, roles }) => ({
      id: newId(),
      email,
      name,
      roles,
      regions: ['*'],
      demo: true,
      createdAt: now,
      passwordHash: await hashPassword(DEMO_PASSWORD),
    })),
  );
  await withTransaction(db, async (tx) => {
    await tx.user.createMany({ data: users, skipDuplicates: true });
    await emitAudit(
      tx,
      ctx,
      users.map((user) => ({
        action: 'user.seeded',
        entityId: user.id,
        meaning: `A demo account was created, with the role ${user.roles.join(', ')}.`,
        after: { roles: user.roles, regions: user.regions },
      })),
    );
    await appendFeed(tx, now, [
      { area: 'audit', kind: 'users-seeded', ids: users.map((user) => user.id), region: '*' },
    ]);
  });
}

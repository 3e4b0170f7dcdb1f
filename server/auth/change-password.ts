import type { z } from 'zod';
import { emitAudit } from '../audit/emit.ts';
import type { Context, Person } from '../core/context.ts';
import { conflict, invalid } from '../core/errors.ts';
import type { Database } from '../db/client.ts';
import { appendFeed } from '../db/feed.ts';
import { withTransaction } from '../db/transaction.ts';
import { countTry, forgiveTry, type Try } from './brake-sign-in.ts';
import { endSessions } from './end-sessions.ts';
import { hashPassword, matchesPassword } from './hash-password.ts';
import { withHash } from './limit-hashes.ts';
import { passwordProblem } from './rules.ts';
import { changePasswordInput } from './schema.ts';

/**
 * Gives a person another password, by the one they have, and ends their other sessions.
 * @param sessionId the session in which it is done, which goes on.
 * @throws DomainError `invalid` when the present one is wrong or the new one breaks a rule, `too_many` as for signing in,
 * `conflict` when it was changed meanwhile.
 */
export async function changePassword(
  db: Database,
  ctx: Context<Person>,
  input: z.input<typeof changePasswordInput>,
  sessionId?: string,
): Promise<{ ended: number }> {
  const { current, next } = changePasswordInput.parse(input);
  const { id, email } = ctx.actor;
  const problem = passwordProblem(next, { email, current });
  if (problem) throw invalid(`The new password ${problem}`, { next: problem });
  return withHash(async () => {
    // Whoever finds an open console does not get to try out passwords in it.
    const [tried] = await countTry(db, ctx.clock.now(), [`password:${id}`]);
    const user = await db.prisma.user.findUniqueOrThrow({ where: { id } });
    if (!(await matchesPassword(current, user.passwordHash))) {
      await noteRefusal(db, ctx, tried);
      throw invalid('The present password is another one.', { current: 'is not your password' });
    }
    const passwordHash = await hashPassword(next);
    return withTransaction(db, async (tx) => {
      const { count } = await tx.user.updateMany({
        where: { id, active: true, passwordHash: user.passwordHash },
        data: { passwordHash },
      });
      if (!count) throw conflict('Your password was changed meanwhile. Sign in again.');
      if (tried) await forgiveTry(tx, tried);
      await emitAudit(tx, ctx, {
        action: 'user.password-changed',
        entityId: id,
        meaning: 'The person changed their password.',
      });
      await appendFeed(tx, ctx.clock.now(), [{ area: 'audit', kind: 'password-changed', ids: [id], region: '*' }]);
      return { ended: await endSessions(tx, ctx, id, 'password-changed', sessionId) };
    });
  });
}

const noteRefusal = (db: Database, ctx: Context<Person>, tried: Try | undefined) =>
  withTransaction(db, async (tx) => {
    await emitAudit(tx, ctx, {
      action: 'user.password-refused',
      entityId: ctx.actor.id,
      meaning: 'A change of the password was refused: the present one was wrong.',
      after: { failures: tried?.failures, refusedWhileWaiting: tried?.refused },
    });
    await appendFeed(tx, ctx.clock.now(), [
      { area: 'audit', kind: 'password-refused', ids: [ctx.actor.id], region: '*' },
    ]);
  });

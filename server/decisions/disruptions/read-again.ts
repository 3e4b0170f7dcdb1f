import { emitAudit } from '../../audit/emit.ts';
import { inScope, regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { conflict, notFound, tooLate } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { withTransaction } from '../../db/transaction.ts';
import { readAgainInput } from './schema.ts';

/**
 * readAgain asks for a case to be read again that was set aside because it cannot be read. The decider of its partition does it
 * within seconds; one that still cannot be read is set aside as before.
 * @throws DomainError `forbidden`, `not_found`, `too_late` when it has closed, `conflict` when it is not set aside.
 */
export async function readAgain(db: Database, ctx: Context, input: { disruptionId: string }): Promise<void> {
  const person = requireRight(ctx.actor, 'disruption.read-again');
  const { disruptionId } = readAgainInput.parse(input);
  await withTransaction(db, async (tx) => {
    const found = await tx.disruption.findFirst({ where: { id: disruptionId, ...inScope(regionScope(person)) } });
    if (!found) throw notFound('This case');
    if (found.state !== 'open') throw tooLate('The case has closed; there is nothing left to read.');
    const at = ctx.clock.now();
    const { count } = await tx.heldCase.updateMany({
      where: { disruptionId, kind: 'unreadable' },
      data: { nextAt: at },
    });
    if (!count) throw conflict('The case is not set aside: it can be read.');
    await emitAudit(tx, ctx, {
      action: 'disruption.asked-again',
      entityId: disruptionId,
      disruptionId,
      meaning: 'A case that could not be read is to be read again.',
      after: { nextAt: at.toISOString() },
    });
    await appendFeed(tx, at, [{ area: 'disruptions', kind: 'asked-again', ids: [disruptionId], region: found.region }]);
  });
}

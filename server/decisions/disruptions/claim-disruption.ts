import type { z } from 'zod';
import { emitAudit } from '../../audit/emit.ts';
import { inScope, regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { conflict, notFound, tooLate } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { withTransaction } from '../../db/transaction.ts';
import { claimInput } from './schema.ts';

/**
 * claimDisruption makes the asker the owner of an open case, or gives it up again.
 * @throws DomainError `forbidden`, `not_found`, `too_late` when it has closed, `conflict` when somebody else owns it.
 */
export async function claimDisruption(
  db: Database,
  ctx: Context,
  input: z.input<typeof claimInput>,
): Promise<{ ownerId: string | null }> {
  const person = requireRight(ctx.actor, 'disruption.claim');
  const { disruptionId, claim } = claimInput.parse(input);
  return withTransaction(db, async (tx) => {
    const found = await tx.disruption.findFirst({ where: { id: disruptionId, ...inScope(regionScope(person)) } });
    if (!found) throw notFound('This case');
    if (found.state !== 'open') throw tooLate('The case has closed; nobody needs to own it.');
    const at = ctx.clock.now();
    const ownerId = claim ? person.id : null;
    const { count } = await tx.disruption.updateMany({
      where: { id: found.id, state: 'open', OR: [{ ownerId: claim ? null : person.id }, { ownerId: person.id }] },
      data: { ownerId, updatedAt: at },
    });
    if (count === 0)
      throw conflict(claim ? 'Somebody else has claimed this case.' : 'This case is not yours to give up.');
    if (found.ownerId === ownerId) return { ownerId };
    await emitAudit(tx, ctx, {
      action: claim ? 'disruption.claimed' : 'disruption.released',
      entityId: found.id,
      meaning: `“${found.title}” was ${claim ? 'assigned to the person who acted' : 'unassigned'}.`,
      before: { ownerId: found.ownerId },
      after: { ownerId },
      disruptionId: found.id,
    });
    await appendFeed(tx, at, [
      { area: 'disruptions', kind: claim ? 'claimed' : 'released', ids: [found.id], region: found.region },
    ]);
    return { ownerId };
  });
}

import { emitAudit } from '../../audit/emit.ts';
import type { Context } from '../../core/context.ts';
import { conflict, notFound } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { withTransaction } from '../../db/transaction.ts';
import { findRefusal } from './find-refusal.ts';
import { requireEveryRegion } from './require-every-region.ts';
import { discardQuarantinedInput } from './schema.ts';

/**
 * Leaves a quarantined signal out for good, with the reason. Its bytes stay. Discarding again what one discarded for the same
 * reason changes nothing.
 * @throws DomainError `forbidden`, `not_found`, `conflict` when somebody settled it otherwise.
 */
export async function discardQuarantined(
  db: Database,
  ctx: Context,
  input: { id: string; reason: string },
): Promise<void> {
  const person = requireEveryRegion(ctx.actor, 'quarantine.handle');
  const { id, reason } = discardQuarantinedInput.parse(input);
  await withTransaction(db, async (tx) => {
    const now = ctx.clock.now();
    const row = await tx.quarantine.findUnique({ where: { id }, omit: { raw: true, replayRaw: true } });
    if (!row) throw notFound('This quarantined signal');
    if (row.state === 'discarded' && row.settledBy === person.id && row.note === reason) return;
    const refusal = await findRefusal(tx, row, now);
    if (refusal) throw conflict(refusal);
    const { count } = await tx.quarantine.updateMany({
      where: { id, state: row.state, settledAt: row.settledAt },
      data: { state: 'discarded', settledAt: now, settledBy: person.id, note: reason },
    });
    if (!count) throw conflict('Somebody else took this signal a moment ago.');
    await emitAudit(tx, ctx, {
      action: 'signal.discarded',
      entityId: id,
      meaning: 'A quarantined signal was left out for good.',
      before: { state: row.state },
      after: { state: 'discarded', reason },
    });
    await appendFeed(tx, now, [{ area: 'sources', kind: 'quarantine-settled', ids: [id], region: '*' }]);
  });
}

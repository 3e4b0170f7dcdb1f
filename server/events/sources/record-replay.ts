import { emitAudit } from '../../audit/emit.ts';
import { requireScope } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { conflict, notFound } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { withTransaction } from '../../db/transaction.ts';
import { type ReplayProgress, replayProgressInput } from './schema.ts';

/**
 * Records how far a replay has come, and its end. Totals, so that a report that arrives twice does no harm.
 * @throws DomainError `not_found` when this source began no such replay, `conflict` when it has ended.
 */
export async function recordReplay(db: Database, ctx: Context, input: ReplayProgress & { id: string }): Promise<void> {
  const actor = requireScope(ctx.actor, 'send');
  const { finished, ...totals } = replayProgressInput.parse(input);
  await withTransaction(db, async (tx) => {
    const replay = await tx.replay.findFirst({ where: { id: input.id, sourceId: actor.id }, omit: { findings: true } });
    if (!replay) throw notFound('This replay');
    const now = ctx.clock.now();
    const { count } = await tx.replay.updateMany({
      where: { id: replay.id, finishedAt: null },
      data: { ...totals, ...(finished ? { finishedAt: now } : {}) },
    });
    if (!count) throw conflict('This replay has ended.');
    if (finished) {
      await emitAudit(tx, ctx, {
        action: 'replay.finished',
        entityId: replay.id,
        meaning: `The replay of ${replay.fileName} ended: ${totals.streamed} of ${replay.lines} lines streamed.`,
        before: { streamed: replay.streamed, signals: replay.signals, finishedAt: null },
        after: { ...totals, finishedAt: now },
      });
    }
    const kind = finished ? 'replay-finished' : 'replay-moved';
    await appendFeed(tx, now, [{ area: 'sources', kind, ids: [replay.id], region: '*' }]);
  });
}

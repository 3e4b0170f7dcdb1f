import { z } from 'zod';
import { emitAudit } from '../../audit/emit.ts';
import { inScope, regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { conflict, notFound } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { withTransaction } from '../../db/transaction.ts';
import { UNFINISHED } from './constants.ts';

const input = z.object({ id: z.string().max(100) });

/**
 * Has the kept bytes of an import read again that did not come to its end. They are read by the next process that takes signals
 * in; rows that are stored already are duplicates. Asking twice is asking once.
 * @throws DomainError `forbidden`, `not_found`, `conflict` when it came to its end, or is being read.
 */
export async function readAgain(db: Database, ctx: Context, asked: { id: string }): Promise<void> {
  const scope = regionScope(requireRight(ctx.actor, 'import.send'));
  const { id } = input.parse(asked);
  await withTransaction(db, async (tx) => {
    const row = await tx.import.findUnique({ where: { id }, select: { state: true, epoch: true, sourceId: true } });
    const source = row && (await tx.source.findFirst({ where: { id: row.sourceId, ...inScope(scope) } }));
    if (!row || !source) throw notFound('This import');
    if (row.state === 'waiting') return;
    if (!UNFINISHED.includes(row.state))
      throw conflict(row.state === 'running' ? 'The file is being read.' : 'The file was read to its end.');
    const { count } = await tx.import.updateMany({
      where: { id, state: row.state, epoch: row.epoch },
      data: { state: 'waiting', reason: null, finishedAt: null, tries: 0 },
    });
    if (!count) throw conflict('Somebody else had it read a moment ago.');
    await emitAudit(tx, ctx, {
      action: 'import.read-again',
      entityId: id,
      meaning: 'A file that was not read to its end is to be read again.',
      before: { state: row.state },
      after: { state: 'waiting' },
    });
    await appendFeed(tx, ctx.clock.now(), [
      { area: 'sources', kind: 'import-waiting', ids: [row.sourceId, id], region: '*' },
    ]);
  });
}

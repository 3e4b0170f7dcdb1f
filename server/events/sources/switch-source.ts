import type { z } from 'zod';
import { emitAudit } from '../../audit/emit.ts';
import { inScope, regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { conflict, notFound } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { withTransaction } from '../../db/transaction.ts';
import { switchSourceInput } from './schema.ts';

/**
 * switchSource switches a source off, so that it is refused within two seconds, or on again.
 * @throws DomainError `forbidden`, `not_found`, `conflict` when somebody did so before.
 */
export async function switchSource(
  db: Database,
  ctx: Context,
  input: z.input<typeof switchSourceInput>,
): Promise<void> {
  const scope = regionScope(requireRight(ctx.actor, 'source.manage'));
  const { sourceId, active } = switchSourceInput.parse(input);
  await withTransaction(db, async (tx) => {
    const source = await tx.source.findFirst({ where: { id: sourceId, ...inScope(scope) } });
    if (!source) throw notFound('This source');
    const now = ctx.clock.now();
    const { count } = await tx.source.updateMany({ where: { id: sourceId, active: !active }, data: { active } });
    if (!count) throw conflict(`${source.name} is switched ${active ? 'on' : 'off'} already.`);
    await emitAudit(tx, ctx, {
      action: 'source.switched',
      entityId: sourceId,
      meaning: `The source ${source.name} was switched ${active ? 'on' : 'off'}.`,
      before: { active: !active },
      after: { active },
    });
    await appendFeed(tx, now, [{ area: 'sources', kind: 'switched', ids: [sourceId], region: '*' }]);
  });
}

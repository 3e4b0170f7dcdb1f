import type { z } from 'zod';
import { emitAudit } from '../../audit/emit.ts';
import { inScope, regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { conflict, notFound } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { withTransaction } from '../../db/transaction.ts';
import { revokeKeyInput } from './schema.ts';

/**
 * revokeKey ends a key for good; every process refuses it within two seconds.
 * @throws DomainError `forbidden`, `not_found`, `conflict` when it is revoked already.
 */
export async function revokeKey(db: Database, ctx: Context, input: z.input<typeof revokeKeyInput>): Promise<void> {
  const person = requireRight(ctx.actor, 'source.manage');
  const { sourceId, keyId } = revokeKeyInput.parse(input);
  await withTransaction(db, async (tx) => {
    const key = await tx.sourceKey.findFirst({ where: { id: keyId, sourceId } });
    const source = key && (await tx.source.findFirst({ where: { id: sourceId, ...inScope(regionScope(person)) } }));
    if (!key || !source) throw notFound('This key');
    const now = ctx.clock.now();
    const { count } = await tx.sourceKey.updateMany({
      where: { id: keyId, revokedAt: null },
      data: { revokedAt: now, revokedBy: person.id },
    });
    if (!count) throw conflict('This key was revoked already.');
    await emitAudit(tx, ctx, {
      action: 'source.key-revoked',
      entityId: sourceId,
      meaning: `The key of ${source.name} that ends in ${key.hint} was revoked.`,
      before: { keyId, revokedAt: null },
      after: { keyId, revokedAt: now },
    });
    await appendFeed(tx, now, [{ area: 'sources', kind: 'key-revoked', ids: [sourceId], region: '*' }]);
  });
}

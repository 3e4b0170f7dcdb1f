import type { z } from 'zod';
import { emitAudit } from '../../audit/index.ts';
import { requireEveryRegion } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { conflict } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { isContention, withTransaction } from '../../db/transaction.ts';
import { EVERY_REGION, RETENTION } from './constants.ts';
import { findRetention } from './queries.ts';
import { changeRetentionInput } from './schema.ts';

/**
 * changeRetention sets how long feed, alarm counts and notes of closed cases are kept, as the next version.
 * @throws DomainError `forbidden` without the right or a region, `conflict` when somebody was faster; ZodError for values out of
 * bounds.
 */
export async function changeRetention(
  db: Database,
  ctx: Context,
  input: z.input<typeof changeRetentionInput>,
): Promise<{ version: number }> {
  const person = requireEveryRegion(ctx.actor, 'retention.change', EVERY_REGION);
  const { version, values } = changeRetentionInput.parse(input);
  const at = ctx.clock.now();
  const faster = conflict('Somebody has changed this setting meanwhile. Look again before you change it.');
  return withTransaction(db, async (tx) => {
    const before = await findRetention(tx);
    if (before.version !== version) throw faster;
    await tx.retentionSetting.create({ data: { version: version + 1, values, changedBy: person.id, changedAt: at } });
    await emitAudit(tx, ctx, {
      action: 'retention.changed',
      entityId: RETENTION,
      meaning: `How long feed, alarm counts and notes are kept was changed: version ${version + 1}.`,
      before: { version, values: before.values },
      after: { version: version + 1, values },
    });
    await appendFeed(tx, at, [{ area: 'retention', kind: 'changed', ids: [RETENTION], region: '*' }]);
    return { version: version + 1 };
  }).catch((error: unknown) => {
    // Two people who saw the same version: its key holds the next one once.
    if (isContention(error)) throw faster;
    throw error;
  });
}

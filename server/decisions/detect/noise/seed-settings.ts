import { emitAudit } from '../../../audit/index.ts';
import type { Context } from '../../../core/context.ts';
import type { Database } from '../../../db/client.ts';
import { appendFeed } from '../../../db/feed.ts';
import { withTransaction } from '../../../db/transaction.ts';
import { WATCHED } from './constants.ts';

/** Stores the default of each setting that is not stored yet, as version 1. Safe to run at every start. */
export async function seedNoise(db: Database, ctx: Context): Promise<void> {
  const at = ctx.clock.now();
  await withTransaction(db, async (tx) => {
    for (const { type, measure, values } of WATCHED) {
      const { count } = await tx.noiseSetting.createMany({
        data: [{ type, measure, version: 1, values, changedBy: 'default', changedAt: at }],
        skipDuplicates: true,
      });
      if (count === 0) continue;
      const entityId = `${type} ${measure}`.trim();
      await emitAudit(tx, ctx, {
        action: 'noise.seeded',
        entityId,
        meaning: `Noise of ${entityId} is taken out by the default values.`,
        after: { version: 1, values },
      });
      await appendFeed(tx, at, [{ area: 'noise', kind: 'seeded', ids: [entityId], region: '*' }]);
    }
  });
}

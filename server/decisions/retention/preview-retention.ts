import type { z } from 'zod';
import { requireEveryRegion } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { EVERY_REGION } from './constants.ts';
import { countOld } from './queries.ts';
import { cutoffsOf } from './rules.ts';
import { previewRetentionInput, RETENTION_KINDS, type RetentionPreview } from './schema.ts';

/**
 * previewRetention says what would go now under some values, and deletes nothing.
 * @throws DomainError `forbidden` without the right or a region.
 */
export async function previewRetention(
  db: Database,
  ctx: Context,
  input: z.input<typeof previewRetentionInput>,
): Promise<RetentionPreview> {
  requireEveryRegion(ctx.actor, 'retention.change', EVERY_REGION);
  const { values } = previewRetentionInput.parse(input);
  const cutoffs = cutoffsOf(values, ctx.clock.now());
  const kinds: RetentionPreview['kinds'] = [];
  for (const kind of RETENTION_KINDS) {
    const before = cutoffs[kind];
    const { rows, oldest, newest, kept } = await countOld(db.prisma, kind, before);
    kinds.push({
      kind,
      before: before.toISOString(),
      rows,
      oldest: oldest?.toISOString() ?? null,
      newest: newest?.toISOString() ?? null,
      kept,
    });
  }
  return { kinds };
}

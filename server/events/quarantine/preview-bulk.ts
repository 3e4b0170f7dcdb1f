import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import type { Quarantine } from '../../db/generated/client.ts';
import { QUARANTINE_REASONS } from '../formats/constants.ts';
import { MAX_BULK } from './constants.ts';
import { judgeItem } from './judge-item.ts';
import { NEWEST, whereOf } from './queries.ts';
import { requireEveryRegion } from './require-every-region.ts';
import { sealOf } from './rules.ts';
import { type BulkPreview, bulkPreviewInput, type QuarantineFilter } from './schema.ts';

type Asked = { act: 'replay' | 'discard'; ids?: string[] | undefined; filter?: QuarantineFilter | undefined };

/**
 * Shows what a bulk act would do to each item, and what it would skip and why, and seals the list: the act takes these items
 * and no others. Nothing is changed.
 * @throws DomainError `forbidden`
 */
export async function previewBulk(db: Database, ctx: Context, input: Asked): Promise<BulkPreview> {
  const person = requireEveryRegion(ctx.actor, 'quarantine.handle');
  const { act, ids, filter } = bulkPreviewInput.parse(input);
  const where = ids ? { id: { in: ids } } : { ...whereOf(filter ?? {}), state: 'held' };
  const rows = await db.prisma.quarantine.findMany({
    where,
    orderBy: [...NEWEST],
    take: MAX_BULK,
    select: { id: true },
  });
  const found = ids ? rows.length : await db.prisma.quarantine.count({ where });
  const items: BulkPreview['items'] = [];
  // One at a time: two hundred with their bytes are a hundred megabytes.
  for (const { id } of rows) {
    const row = await db.prisma.quarantine.findUniqueOrThrow({ where: { id } });
    items.push({ ...facts(row), ...(await judgeItem(db, ctx, act, row)) });
  }
  return {
    act,
    items,
    seal: sealOf(
      act,
      person.id,
      rows.map(({ id }) => id),
    ),
    beyond: Math.max(0, found - rows.length),
  };
}

const facts = ({ id, source, signalId, reason }: Quarantine) => ({
  id,
  source,
  signalId,
  reason: (QUARANTINE_REASONS as Record<string, string>)[reason] ?? reason,
});

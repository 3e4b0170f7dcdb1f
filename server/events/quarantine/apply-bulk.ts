import type { Context } from '../../core/context.ts';
import { conflict, DomainError, invalid } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import type { Quarantine } from '../../db/generated/client.ts';
import type { Intake } from '../ingest/index.ts';
import { DISCARD_REASON } from './constants.ts';
import { discardQuarantined } from './discard-quarantined.ts';
import { judgeItem } from './judge-item.ts';
import { replayBytes } from './replay-quarantined.ts';
import { requireEveryRegion } from './require-every-region.ts';
import { formOf, sealOf } from './rules.ts';
import { type BulkResult, bulkApplyInput } from './schema.ts';

type Asked = { act: 'replay' | 'discard'; ids: string[]; seal: string; reason?: string | undefined };

/**
 * Carries a bulk act out on the items of its preview and on no others, one after another, each with its own record. An item
 * that has changed since, or would only be quarantined again, is skipped with the reason.
 * @throws DomainError `forbidden`, `invalid` when discarding without a reason, `conflict` when the seal is not that of these items.
 */
export async function applyBulk(db: Database, ctx: Context, intake: Intake, input: Asked): Promise<BulkResult> {
  const person = requireEveryRegion(ctx.actor, 'quarantine.handle');
  const { act, ids, seal, reason } = bulkApplyInput.parse(input);
  if (sealOf(act, person.id, ids) !== seal) {
    throw conflict('These are not the signals of the preview. Look at the preview again.');
  }
  if (act === 'discard' && !reason) throw invalid(DISCARD_REASON.words, { reason: DISCARD_REASON.words });
  const items: BulkResult['items'] = [];
  for (const id of ids) {
    const row = await db.prisma.quarantine.findUnique({ where: { id } });
    items.push({ id, ...(row ? await applyTo(db, ctx, intake, act, row, reason ?? '') : GONE) });
  }
  const done = items.filter((item) => item.done).length;
  return { done, skipped: items.length - done, items };
}

const GONE = { done: false, words: 'It is no longer there.' };

const WORDS = {
  accepted: 'Accepted.',
  duplicate: 'Accepted before: a duplicate.',
  quarantined: 'Quarantined again.',
};

async function applyTo(
  db: Database,
  ctx: Context,
  intake: Intake,
  act: 'replay' | 'discard',
  row: Quarantine,
  reason: string,
): Promise<{ done: boolean; words: string }> {
  const judged = await judgeItem(db, ctx, act, row);
  if (!judged.will) return { done: false, words: judged.words };
  try {
    if (act === 'discard') {
      await discardQuarantined(db, ctx, { id: row.id, reason });
      return { done: true, words: 'Discarded.' };
    }
    const { outcome } = await replayBytes(db, ctx, intake, {
      id: row.id,
      raw: Buffer.from(row.raw),
      form: formOf(row),
    });
    return { done: true, words: WORDS[outcome] };
  } catch (error) {
    if (error instanceof DomainError) return { done: false, words: error.message };
    throw error;
  }
}

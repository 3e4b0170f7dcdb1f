import type { Context } from '../../core/context.ts';
import { DomainError } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import type { Quarantine } from '../../db/generated/client.ts';
import { findRefusal } from './find-refusal.ts';
import { findSender } from './find-sender.ts';
import { foreseeIntake } from './foresee-intake.ts';
import { readDraft } from './read-draft.ts';
import { formOf } from './rules.ts';

/** Whether a bulk act would take an item, and what would happen to it or why not. A replay sends the bytes as they came. */
export async function judgeItem(
  db: Database,
  ctx: Context,
  act: 'replay' | 'discard',
  row: Quarantine,
): Promise<{ will: boolean; words: string }> {
  const refusal = await findRefusal(db.prisma, row, ctx.clock.now());
  if (refusal) return { will: false, words: refusal };
  if (act === 'discard') return { will: true, words: 'Left out for good; its bytes stay.' };
  try {
    const sender = await findSender(db, ctx.clock, row.sourceId);
    const { messages } = await readDraft(db, sender, row, formOf(row), Buffer.from(row.raw));
    const { verdict, flaw } = await foreseeIntake(db, sender.actor, messages.flat(), ctx.clock.now());
    if (verdict === 'quarantined') return { will: false, words: `Would be quarantined again: ${flaw.detail}` };
    return {
      will: true,
      words: verdict === 'accepted' ? 'Would be accepted.' : 'Accepted before: counts as a duplicate.',
    };
  } catch (error) {
    if (error instanceof DomainError) return { will: false, words: error.message };
    throw error;
  }
}

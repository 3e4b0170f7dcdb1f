import type { Context } from '../../core/context.ts';
import { DomainError, notFound } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { findContract, versionOf } from '../contracts/index.ts';
import { checkFields } from '../signals/index.ts';
import { findSender } from './find-sender.ts';
import { type Foreseen, foreseeIntake } from './foresee-intake.ts';
import { readDraft } from './read-draft.ts';
import { requireEveryRegion } from './require-every-region.ts';
import { type DraftCheck, type DraftInput, draftInput } from './schema.ts';

/**
 * Says what would become of an edited signal, or of its edited original, if it were sent now, field by field, by the same
 * reader and contract as the intake. Nothing is sent.
 * @throws DomainError `forbidden`, `not_found`
 */
export async function checkDraft(db: Database, ctx: Context, input: DraftInput): Promise<DraftCheck> {
  requireEveryRegion(ctx.actor, 'quarantine.handle');
  const { id, text, form } = draftInput.parse(input);
  const row = await db.prisma.quarantine.findUnique({ where: { id } });
  if (!row) throw notFound('This quarantined signal');
  const sender = await findSender(db, ctx.clock, row.sourceId);
  try {
    const { messages, left } = await readDraft(db, sender, row, form, Buffer.from(text, 'utf8'));
    const signals = messages.flat();
    const foreseen = await foreseeIntake(db, sender.actor, signals, ctx.clock.now());
    const { event } = foreseen.flawed ?? signals[0] ?? {};
    const version = event && versionOf(event.type, event.dataschema);
    const contract = event && version ? findContract(event.type, version) : undefined;
    return {
      verdict: foreseen.verdict,
      words: [wordsOf(foreseen, signals.length), ...left.slice(0, 3).map((one) => `Left out: ${one}`)].join(' '),
      contract: contract ? { type: contract.type, version: contract.version, meaning: contract.meaning } : null,
      fields: contract && event ? checkFields(contract, event.data) : [],
    };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { verdict: 'unreadable', words: error.message, contract: null, fields: [] };
  }
}

const WORDS = {
  accepted: 'Fits its contract. It would be accepted.',
  duplicate: 'The same signal was accepted before. It would count as a duplicate.',
};

function wordsOf({ verdict, flaw, accepted, duplicates }: Foreseen, signals: number): string {
  if (verdict !== 'quarantined' && signals === 1) return WORDS[verdict];
  const made = signals === 1 ? '' : `It makes ${signals} signals: `;
  if (verdict === 'quarantined') return `${made}${flaw.detail}`;
  return `${made}${accepted} would be accepted, ${duplicates} would count as duplicates.`;
}

import type { Context } from '../../core/context.ts';
import { DomainError, notFound } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { findContract, versionOf } from '../contracts/index.ts';
import { checkFields } from '../signals/index.ts';
import { findSender } from './find-sender.ts';
import { foreseeIntake } from './foresee-intake.ts';
import { requireEveryRegion } from './require-every-region.ts';
import { readDraft } from './rules.ts';
import { type DraftCheck, draftInput } from './schema.ts';

const WORDS = {
  accepted: 'Fits its contract. It would be accepted.',
  duplicate: 'The same signal was accepted before. It would count as a duplicate.',
};

/**
 * Says what would become of an edited signal if it were sent now, field by field, by the same reader and contract as the
 * intake. Nothing is sent.
 * @throws DomainError `forbidden`, `not_found`
 */
export async function checkDraft(db: Database, ctx: Context, input: { id: string; text: string }): Promise<DraftCheck> {
  requireEveryRegion(ctx.actor, 'quarantine.handle');
  const { id, text } = draftInput.parse(input);
  const row = await db.prisma.quarantine.findUnique({ where: { id }, select: { sourceId: true } });
  if (!row) throw notFound('This quarantined signal');
  const sender = await findSender(db, ctx.clock, row.sourceId);
  try {
    const received = readDraft(Buffer.from(text, 'utf8'));
    const { verdict, flaw } = await foreseeIntake(db, sender.actor, received, ctx.clock.now());
    const { event } = received;
    const version = event && versionOf(event.type, event.dataschema);
    const contract = event && version ? findContract(event.type, version) : undefined;
    return {
      verdict,
      words: verdict === 'quarantined' ? flaw.detail : WORDS[verdict],
      contract: contract ? { type: contract.type, version: contract.version, meaning: contract.meaning } : null,
      fields: contract && event ? checkFields(contract, event.data) : [],
    };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { verdict: 'unreadable', words: error.message, contract: null, fields: [] };
  }
}

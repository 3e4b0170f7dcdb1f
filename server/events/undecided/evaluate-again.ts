import { emitAudit, signalName } from '../../audit/index.ts';
import { regionScope, requireRight } from '../../auth/rights.ts';
import type { Actor, Context, Person } from '../../core/context.ts';
import { forbidden } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { withTransaction } from '../../db/transaction.ts';
import { SIGNAL_CHANNEL } from '../ingest/index.ts';
import { againRefusal } from './rules.ts';
import { type AskedAgain, evaluateAgainInput } from './schema.ts';

/** What one signal says may move cases of any region: whoever lets it in sees them all, as for what was quarantined. */
function requireHandler(actor: Actor): Person {
  const person = requireRight(actor, 'quarantine.handle');
  if (!regionScope(person).regions) return person;
  throw forbidden('What a signal says may move cases of every region; people who see every region evaluate it again.');
}

/**
 * Asks for undecided signals to be evaluated again, one or many. The decider of their partition does it, under its lease, and once,
 * however often it is asked.
 * @returns how many were asked for, and those that were not with the reason.
 * @throws DomainError `forbidden`, `invalid`.
 */
export async function evaluateAgain(db: Database, ctx: Context, input: { seqs: string[] }): Promise<AskedAgain> {
  const person = requireHandler(ctx.actor);
  const { seqs } = evaluateAgainInput.parse(input);
  const wanted = [...new Set(seqs)].map(BigInt).sort((a, b) => (a < b ? -1 : 1));
  return withTransaction(db, async (tx) => {
    const at = ctx.clock.now();
    const asked: { seq: bigint; source: string; id: string; region: string }[] = [];
    const skipped: AskedAgain['skipped'] = [];
    // In the order of the log, so that two who ask for the same ones wait for each other and never for ever.
    for (const seq of wanted) {
      const { count } = await tx.undecided.updateMany({
        where: { seq, state: 'waiting' },
        data: { state: 'asked', askedBy: person.id, askedAt: at },
      });
      const row = await tx.undecided.findUnique({ where: { seq } });
      if (count && row) asked.push(row);
      else skipped.push({ seq: seq.toString(), words: againRefusal(row?.state) ?? 'Somebody else was faster.' });
    }
    await emitAudit(
      tx,
      ctx,
      asked.map((row) => ({
        action: 'signal.asked-again' as const,
        entityId: signalName(row),
        meaning: 'An undecided signal is to be evaluated again.',
        before: { state: 'waiting' },
        after: { state: 'asked', source: row.source, id: row.id },
      })),
    );
    await appendFeed(
      tx,
      at,
      asked.map(({ id, region }) => ({ area: 'sources', kind: 'signal-asked', ids: [id], region })),
    );
    if (asked.length) await tx.$executeRawUnsafe(`SELECT pg_notify('${SIGNAL_CHANNEL}', '')`);
    return { asked: asked.length, skipped };
  });
}

import type { Actor } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import type { Flaw, Received } from '../formats/index.ts';
import { checkSignal } from '../ingest/index.ts';
import { readTerms } from '../sources/index.ts';

type Sender = Extract<Actor, { kind: 'source' }>;

/** What the intake would make of a signal now. Nothing is written, and the next moment may change it. */
export type Foreseen = { verdict: 'accepted' | 'duplicate'; flaw: null } | { verdict: 'quarantined'; flaw: Flaw };

/** Asks what would become of a signal of a source: its contract, whose stream it is on, and what is stored under its id. */
export async function foreseeIntake(db: Database, sender: Sender, received: Received, now: Date): Promise<Foreseen> {
  const checked = checkSignal(received, now, await readTerms(db, sender.id));
  if ('reason' in checked) return { verdict: 'quarantined', flaw: checked };
  const [stream, known] = await Promise.all([
    db.prisma.stream.findUnique({ where: { source: checked.source }, select: { sourceId: true } }),
    db.prisma.signal.findUnique({
      where: { source_id: { source: checked.source, id: checked.id } },
      select: { payloadHash: true },
    }),
  ]);
  if (stream && stream.sourceId !== sender.id) {
    const detail = `Signals of "${checked.source}" come from another source key.`;
    return { verdict: 'quarantined', flaw: { reason: 'foreign-stream', detail } };
  }
  if (!known) return { verdict: 'accepted', flaw: null };
  if (Buffer.from(known.payloadHash).equals(checked.payloadHash)) return { verdict: 'duplicate', flaw: null };
  const detail = `"${checked.id}" was accepted with another payload. A correction needs an id of its own.`;
  return { verdict: 'quarantined', flaw: { reason: 'other-payload', detail } };
}

import type { SourceActor } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import type { Flaw, Received } from '../formats/index.ts';
import { checkSignal, examineSignals } from '../ingest/index.ts';
import { readTerms } from '../sources/index.ts';

/**
 * What the intake would make of signals now, of all together: quarantined when one of them would be, with the first flaw;
 * duplicate when all are known. Nothing is written, and the next moment may change it.
 */
export type Foreseen = { accepted: number; duplicates: number } & (
  | { verdict: 'accepted' | 'duplicate'; flaw: null; flawed: null }
  | { verdict: 'quarantined'; flaw: Flaw; flawed: Received | null }
);

/** Asks what would become of signals of a source: contracts, whose stream they are on, and what is stored under their ids. */
export async function foreseeIntake(
  db: Database,
  sender: SourceActor,
  received: readonly Received[],
  now: Date,
): Promise<Foreseen> {
  const terms = await readTerms(db, sender.id);
  const checked = received.map((signal) => checkSignal(signal, now, terms, sender.sendRegions));
  const prospects = await examineSignals(db.pool, checked, sender.id);
  const counts = {
    accepted: prospects.filter((prospect) => prospect === 'new').length,
    duplicates: prospects.filter((prospect) => prospect === 'duplicate').length,
  };
  const at = prospects.findIndex((prospect) => typeof prospect === 'object');
  const flaw = prospects[at];
  if (typeof flaw === 'object') return { ...counts, verdict: 'quarantined', flaw, flawed: received[at] ?? null };
  return { ...counts, verdict: counts.accepted ? 'accepted' : 'duplicate', flaw: null, flawed: null };
}

import { newId } from '../../core/ids.ts';
import type { Tx } from '../../db/transaction.ts';

/** Something that happened to a case, for its timeline. */
export type NewNote = {
  disruptionId: string;
  region: string;
  kind: 'corrected' | 'redescribed' | 'held' | 'resumed' | 'silent' | 'heard';
  words: string;
  /** The signal that was taken back or that described anew. */
  signal?: { source: string; id: string } | null;
  /** What was carried out on a fact that is no longer so. */
  carried?: { decisionId: string; actionId: string } | null;
  worldAt?: Date | null;
};

/** Writes notes on cases, in the transaction of the change they tell of; its audit entries and feed rows are the caller's. */
export async function addNotes(tx: Tx, at: Date, notes: readonly NewNote[]): Promise<void> {
  if (!notes.length) return;
  await tx.caseNote.createMany({
    data: notes.map(({ signal, carried, worldAt, ...note }) => ({
      ...note,
      id: newId(),
      signalSource: signal?.source ?? null,
      signalId: signal?.id ?? null,
      decisionId: carried?.decisionId ?? null,
      actionId: carried?.actionId ?? null,
      worldAt: worldAt ?? null,
      at,
    })),
  });
}

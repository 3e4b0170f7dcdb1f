import type { Tx } from '../../db/transaction.ts';
import { addFacts } from './add-facts.ts';
import { readLineFact } from './read-line-fact.ts';
import { contributionOf, foldLine, type Line, lineKeyOf } from './rules.ts';
import type { AppliedLine, EvaluatedSignal, LineStatus } from './schema.ts';
import { lockLines, type Marks, writeLines } from './write-lines.ts';

type Held = { before: (Line & Marks) | null; after: Line; toldAt: Date };

/**
 * Applies what signals say of order lines to world state and to the sums of lanes and items, in few statements a batch.
 * The order of signals does not matter and a signal applied twice does no harm.
 * @returns one entry a line touched, before and after, in the order of first touch.
 */
export async function applySignals(tx: Tx, signals: readonly EvaluatedSignal[]): Promise<AppliedLine[]> {
  const facts = signals.flatMap((signal) => (signal.retracted ? [] : (readLineFact(signal) ?? [])));
  if (!facts.length) return [];
  const stored = await lockLines(tx, [...new Set(facts.map((fact) => lineKeyOf(fact.source, fact.line.lineNumber)))]);
  const held = new Map<string, Held>();
  for (const fact of facts) {
    const key = lineKeyOf(fact.source, fact.line.lineNumber);
    const known = held.get(key);
    const before = known ? known.before : (stored.get(key) ?? null);
    const toldAt = known && known.toldAt > fact.toldAt ? known.toldAt : fact.toldAt;
    held.set(key, { before, after: foldLine(known ? known.after : before, fact), toldAt });
  }
  const touched = [...held.values()];
  await writeLines(
    tx,
    touched.map(({ after }) => after),
  );
  await addFacts(
    tx,
    touched.map(({ before, after }) => ({
      source: after.source,
      before: before ? contributionOf(before) : null,
      after: contributionOf(after),
    })),
  );
  return touched.map(({ before, after, toldAt }) => ({
    key: after.key,
    source: after.source,
    shipmentKey: after.shipmentKey,
    region: after.region,
    toldAt,
    before: before ? statusOf(before, before) : null,
    after: statusOf(after, before ?? { overdueAt: null, disruptionId: null }),
  }));
}

/** What detection needs to know of a line. */
export const statusOf = (line: Line, marks: Marks): LineStatus => ({
  announcedBy: line.announcedBy,
  announcedAt: line.announcedAt,
  dueAt: line.dueAt,
  deliveredAt: line.deliveredAt,
  recordedAt: line.recordedAt,
  overdueAt: marks.overdueAt,
  disruptionId: marks.disruptionId,
});

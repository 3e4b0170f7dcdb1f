import type { Tx } from '../../db/transaction.ts';
import { addFacts } from './add-facts.ts';
import { statusOf } from './apply-signals.ts';
import { evaluatedSql } from './evaluated-sql.ts';
import { readLineFact } from './read-line-fact.ts';
import { contributionOf, foldLine, type Line, lineKeyOf } from './rules.ts';
import type { CorrectedLine, EvaluatedSignal } from './schema.ts';
import { lockLines, writeLines } from './write-lines.ts';

/** Signals that speak of lines and are taken back by nobody, up to the place the log has been evaluated to. */
const SIGNALS = `
  SELECT seq::text AS seq, source, id, type, event_at AS "eventAt", recorded_at AS "recordedAt", data
  FROM signal s
  WHERE subject_key = ANY($1::text[]) AND ${evaluatedSql('s', '$2::bigint')}
    AND type IN ('purchase-order.sent', 'price-quote.sent', 'delivery.recorded')
    AND NOT EXISTS (SELECT 1 FROM retraction r WHERE r.source = s.source AND r.signal_id = s.id AND r.by_source_id = s.source_id)
  ORDER BY s.seq`;

type Told = Omit<Parameters<typeof readLineFact>[0], 'seq'> & { seq: string };

/**
 * Folds the lines that retracted signals speak of again from the log, without those signals, and moves the sums of lanes and
 * items by exactly the difference. A line that nothing else speaks of is gone.
 * @param upTo the last seq of the log that has been evaluated.
 */
export async function refoldLines(
  tx: Tx,
  retracted: readonly EvaluatedSignal[],
  upTo: bigint,
): Promise<CorrectedLine[]> {
  const touched = new Map<string, { region: string; shipmentKey: string; toldAt: Date }>();
  const subjects = new Set<string>();
  for (const signal of retracted) {
    const fact = readLineFact(signal);
    if (!fact) continue;
    const { line, source } = fact;
    const shipmentKey = `${source}|${line.shipment}`;
    touched.set(lineKeyOf(source, line.lineNumber), { region: line.region, shipmentKey, toldAt: fact.toldAt });
    subjects.add(shipmentKey);
  }
  if (!touched.size) return [];
  const stored = await lockLines(tx, [...touched.keys()]);
  // A line may have changed its shipment; its signals stand under each that it was on.
  for (const line of stored.values()) for (const key of line.shipmentKeys) subjects.add(key);
  const told = await tx.$queryRawUnsafe<Told[]>(SIGNALS, [...subjects], upTo);
  const folded = new Map<string, Line>();
  for (const signal of told) {
    const fact = readLineFact({ ...signal, seq: BigInt(signal.seq) });
    if (!fact) continue;
    const key = lineKeyOf(fact.source, fact.line.lineNumber);
    if (touched.has(key)) folded.set(key, foldLine(folded.get(key) ?? null, fact));
  }
  const lines = [...touched].map(([key, names]) => ({
    key,
    names,
    before: stored.get(key) ?? null,
    after: folded.get(key) ?? null,
  }));
  const gone = lines.filter(({ before, after }) => before && !after).map(({ key }) => key);
  if (gone.length) await tx.orderLine.deleteMany({ where: { key: { in: gone } } });
  if (folded.size) await writeLines(tx, [...folded.values()]);
  await addFacts(
    tx,
    lines.flatMap(({ before, after }) => {
      const source = (after ?? before)?.source;
      return source === undefined
        ? []
        : [{ source, before: before && contributionOf(before), after: after && contributionOf(after) }];
    }),
  );
  return lines.map(({ key, names, before, after }) => ({
    key,
    source: key.slice(0, key.indexOf('|')),
    shipmentKey: after?.shipmentKey ?? before?.shipmentKey ?? names.shipmentKey,
    region: after?.region ?? before?.region ?? names.region,
    toldAt: after?.toldAt ?? names.toldAt,
    before: before && statusOf(before, before),
    after: after && statusOf(after, before ?? { overdueAt: null, disruptionId: null }),
  }));
}

/** The key of the line that a signal speaks of, or null when it speaks of none. */
export function lineKeyOfSignal(signal: EvaluatedSignal): string | null {
  const fact = readLineFact(signal);
  return fact && lineKeyOf(fact.source, fact.line.lineNumber);
}

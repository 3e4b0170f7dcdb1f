import type { Tx } from '../../db/transaction.ts';
import { evaluatedSql } from './evaluated-sql.ts';
import { FACT_TYPES, readFacts, readMovement, writeFacts } from './facts/index.ts';
import type { EvaluatedSignal } from './schema.ts';
import type { Place } from './stock/index.ts';

/** The words that a source said of some things, without those taken back, up to the place the log has been evaluated to. */
const WORDS = `
  SELECT source, id, type, region, event_at AS "eventAt", recorded_at AS "recordedAt", data
  FROM signal s WHERE subject_key = ANY($1::text[]) AND source = ANY($2::text[]) AND ${evaluatedSql('s', '$3::bigint')} AND type = ANY($4::text[])
    AND NOT EXISTS (SELECT 1 FROM retraction r WHERE r.source = s.source AND r.signal_id = s.id AND r.by_source_id = s.source_id)`;

type Told = Parameters<typeof readFacts>[0];

/**
 * Works out again, from the log, what the sources of retracted signals say of the things those signals spoke of.
 * @param upTo the last seq of the log that has been evaluated.
 * @returns the positions of stock among those things, and the items.
 */
export async function refoldFacts(
  tx: Tx,
  retracted: readonly EvaluatedSignal[],
  upTo: bigint,
): Promise<{ places: Place[]; items: string[] }> {
  const movements = retracted.flatMap((signal) => readMovement(signal) ?? []);
  if (movements.length)
    await tx.stockMovement.deleteMany({
      where: { OR: movements.map(({ source, signalId }) => ({ source, signalId })) },
    });
  const all = retracted.flatMap(readFacts);
  // A sighting of a thing is a word of its own: the others stay as they are.
  const seen = new Map(
    all.flatMap(({ kind, source, signalId }) =>
      kind === 'object' ? [[`${source} ${signalId}`, { source, signalId }]] : [],
    ),
  );
  for (const sighting of seen.values()) await tx.worldFact.deleteMany({ where: { kind: 'object', ...sighting } });
  const facts = all.filter(({ kind }) => kind !== 'object');
  if (facts.length) {
    const keys = [...new Set(facts.map(({ key }) => key))];
    const sources = [...new Set(facts.map(({ source }) => source))];
    await tx.worldFact.deleteMany({ where: { key: { in: keys }, source: { in: sources } } });
    const told = await tx.$queryRawUnsafe<Told[]>(WORDS, keys, sources, upTo, [...FACT_TYPES]);
    await writeFacts(tx, told.flatMap(readFacts));
  }
  const counted = facts.flatMap(({ kind, item, site, data, ...fact }): Place[] =>
    kind === 'stock' && item !== null && site !== null ? [{ ...fact, item, site, unit: String(data.unit) }] : [],
  );
  return { places: [...counted, ...movements], items: itemsOf(facts) };
}

/** The items that facts describe. */
export const itemsOf = (facts: readonly { kind: string; item: string | null }[]): string[] =>
  facts.flatMap(({ kind, item }) => (kind === 'item' && item !== null ? [item] : []));

import type { Tx } from '../../db/transaction.ts';
import { budgetWords } from './rules.ts';

/** A source whose error budget is spent, and what of it, in words. */
export type SpentSource = { sourceId: string; name: string; words: string };

/** What a case stands on: the stream that raised it, and the things whose signals it is about. */
export type Standpoint = { id: string; source: string; subjectKeys: string[] };

// Seldom has any source spent its budget, so that is asked first; then whether a case stands on one of its streams.
const SPENT = `
  WITH spent AS MATERIALIZED (
    SELECT st.source AS stream, s.id AS source_id, s.name, t.type
    FROM source_standing t JOIN source s ON s.id = t.source_id JOIN stream st ON st.source_id = s.id
    WHERE t.spent_since IS NOT NULL)
  SELECT DISTINCT c.id, sp.source_id AS "sourceId", sp.name, sp.type
  FROM spent sp
  JOIN jsonb_to_recordset($1::jsonb) AS c(id text, source text, "subjectKeys" text[]) ON c.source = sp.stream
    OR EXISTS (SELECT 1 FROM signal g WHERE g.subject_key = ANY(c."subjectKeys") AND g.source = sp.stream)
  ORDER BY sp.name, sp.type`;

/** Sources that have spent a budget and that a case stands on, by case. Cases that stand on none are not in it. */
export async function findSpent(tx: Tx, cases: readonly Standpoint[]): Promise<Map<string, SpentSource[]>> {
  if (!cases.length) return new Map();
  const asked = cases.map(({ id, source, subjectKeys }) => ({ id, source, subjectKeys }));
  const rows = await tx.$queryRawUnsafe<{ id: string; sourceId: string; name: string; type: string }[]>(
    SPENT,
    JSON.stringify(asked),
  );
  return new Map(
    [...Map.groupBy(rows, ({ id }) => id)].map(([id, own]) => [
      id,
      [...Map.groupBy(own, ({ sourceId }) => sourceId)].map(([sourceId, list]) => ({
        sourceId,
        name: list[0]?.name ?? sourceId,
        words: list.map(({ type }) => budgetWords(type)).join(' and '),
      })),
    ]),
  );
}

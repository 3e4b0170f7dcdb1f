import type { Tx } from '../../db/transaction.ts';
import { budgetWords } from './rules.ts';

/** A source whose error budget is spent, and what of it, in words. */
export type SpentSource = { sourceId: string; name: string; words: string };

const SPENT = `
  SELECT st.source AS stream, s.id AS "sourceId", s.name, t.type
  FROM stream st JOIN source s ON s.id = st.source_id
  JOIN source_standing t ON t.source_id = s.id AND t.spent_since IS NOT NULL
  WHERE st.source = ANY($1::text[]) ORDER BY s.name, t.type`;

/** Sources behind some streams that have spent a budget, by stream. Streams of sources in good standing are not in it. */
export async function findSpent(tx: Tx, streams: readonly string[]): Promise<Map<string, SpentSource[]>> {
  if (!streams.length) return new Map();
  const rows = await tx.$queryRawUnsafe<{ stream: string; sourceId: string; name: string; type: string }[]>(SPENT, [
    ...new Set(streams),
  ]);
  return new Map(
    [...Map.groupBy(rows, ({ stream }) => stream)].map(([stream, own]) => [
      stream,
      [...Map.groupBy(own, ({ sourceId }) => sourceId).values()].map((list) => ({
        sourceId: list[0]?.sourceId ?? '',
        name: list[0]?.name ?? '',
        words: list.map(({ type }) => budgetWords(type)).join(' and '),
      })),
    ]),
  );
}

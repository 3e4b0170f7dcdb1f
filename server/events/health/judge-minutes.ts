import { MINUTE } from '../../core/clock.ts';
import type { Tx } from '../../db/transaction.ts';
import type { SlaTerms } from '../odcs/index.ts';
import { heardBy, isWithin } from './rules.ts';

/** An active contract of a source that is switched on, with what it promises. */
export type Promised = { sourceId: string; name: string; type: string; sla: SlaTerms };

type Row = {
  sourceId: string;
  type: string;
  heardAt: Date | null;
  lastMinute: Date | null;
  accepted: number;
  lagMs: string;
};

const FACTS = `
  SELECT t.source_id AS "sourceId", t.type, t.heard_at AS "heardAt", coalesce(m.accepted, 0)::int AS accepted,
         coalesce(m.lag_ms, 0)::text AS "lagMs",
         (SELECT max(minute) FROM source_minute o
          WHERE o.source_id = t.source_id AND o.type = t.type AND o.accepted > 0 AND o.minute <= $1::timestamptz) AS "lastMinute"
  FROM source_standing t
  LEFT JOIN source_minute m ON m.source_id = t.source_id AND m.type = t.type AND m.minute = $1::timestamptz
  WHERE t.heard_at IS NOT NULL`;

const MARK = `
  INSERT INTO source_minute AS m (source_id, type, minute, within)
  SELECT "sourceId", type, $2::timestamptz, within
  FROM jsonb_to_recordset($1::jsonb) AS r("sourceId" text, type text, within boolean)
  ON CONFLICT (source_id, type, minute) DO UPDATE SET within = excluded.within`;

/** Writes whether a minute, which has ended, was within what each contract promises. `minute` is its first instant. */
export async function judgeMinute(tx: Tx, promised: readonly Promised[], minute: Date): Promise<void> {
  const facts = await tx.$queryRawUnsafe<Row[]>(FACTS, minute.toISOString());
  const factsOf = new Map(facts.map((row) => [`${row.sourceId} ${row.type}`, row]));
  const end = new Date(minute.getTime() + MINUTE);
  const judged = promised.flatMap(({ sourceId, type, sla }) => {
    const row = factsOf.get(`${sourceId} ${type}`);
    if (!row) return [];
    const heardAt = heardBy(end, row.heardAt, row.lastMinute);
    const within = isWithin({ end, heardAt, accepted: row.accepted, lagMs: Number(row.lagMs) }, sla);
    return within === null ? [] : [{ sourceId, type, within }];
  });
  if (judged.length) await tx.$executeRawUnsafe(MARK, JSON.stringify(judged), minute.toISOString());
}

import { regionScope, requireRight } from '../../auth/rights.ts';
import { DAY } from '../../core/clock.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { type AcceptanceRow, acceptanceInput } from './schema.ts';

const SUMS = `
  WITH counted AS (
    SELECT source_id, hour, sent, accepted, duplicates, quarantined, rejected, replayed FROM signal_count
    WHERE hour >= $1::timestamptz AND hour < $2::timestamptz AND ($3::text IS NULL OR source_id = $3)),
  stored AS (
    SELECT source_id, date_trunc('hour', received_at, 'UTC') AS hour, count(*) AS stored FROM signal
    WHERE received_at >= $1::timestamptz AND received_at < $2::timestamptz AND ($3::text IS NULL OR source_id = $3)
    GROUP BY 1, 2)
  SELECT source_id AS "sourceId", coalesce(s.name, source_id) AS "sourceName", hour,
         coalesce(sent, 0)::float8 AS sent,
         (coalesce(sent, 0) + coalesce(replayed, 0) - coalesce(accepted, 0) - coalesce(duplicates, 0)
           - coalesce(quarantined, 0) - coalesce(rejected, 0))::float8 AS unaccounted,
         coalesce(replayed, 0)::float8 AS replayed, coalesce(accepted, 0)::float8 AS accepted,
         coalesce(duplicates, 0)::float8 AS duplicates, coalesce(quarantined, 0)::float8 AS quarantined,
         coalesce(rejected, 0)::float8 AS rejected, coalesce(stored, 0)::float8 AS stored,
         (coalesce(accepted, 0) - coalesce(stored, 0))::float8 AS difference
  FROM counted FULL JOIN stored USING (source_id, hour) LEFT JOIN source s ON s.id = source_id
  WHERE $4::text[] IS NULL OR s.region = ANY($4)
  ORDER BY hour DESC, "sourceName", source_id`;

/**
 * What each source of the reader's regions sent in each hour of a day, UTC, and what became of it: accepted + duplicates + quarantined + rejected =
 * sent + replayed (docs/decisions/0010-counting-replays.md). What was sent is counted where it is read, apart from the others;
 * what is said to be accepted is held against the log itself.
 */
export async function readAcceptance(
  db: Database,
  ctx: Context,
  input: { day: string; sourceId?: string | undefined },
): Promise<AcceptanceRow[]> {
  const { regions } = regionScope(requireRight(ctx.actor, 'signals.read'));
  const { day, sourceId } = acceptanceInput.parse(input);
  const from = new Date(`${day}T00:00:00Z`);
  const to = new Date(from.getTime() + DAY);
  const { rows } = await db.pool.query<Omit<AcceptanceRow, 'hour'> & { hour: Date }>(SUMS, [
    from.toISOString(),
    to.toISOString(),
    sourceId ?? null,
    regions,
  ]);
  return rows.map((row) => ({ ...row, hour: row.hour.toISOString() }));
}

import type pg from 'pg';

/** Days over which past issues are averaged. */
export const DEMAND_DAYS = 28;

/** A day counts from when the position first moved, so that a young position is not taken for a quiet one. */
const ISSUES = `
  SELECT r.key, coalesce(sum(-m.quantity) FILTER (WHERE m.reason = 'issue'), 0)::float8 AS quantity,
         least($2::int, greatest(1, ceil(extract(epoch FROM r.until - min(m.event_at)) / 86400)))::int AS days
  FROM jsonb_to_recordset($1::jsonb) AS r(key text, unit text, until timestamptz)
  JOIN stock_movement m ON m.key = r.key AND m.unit = r.unit
   AND m.event_at > r.until - make_interval(days => $2::int) AND m.event_at <= r.until
  GROUP BY r.key, r.until`;

/**
 * What left stock for use in the days before an instant, by position.
 * @returns quantity and days; a position without movement in that time is missing.
 */
export async function readDemand(
  db: { pool: pg.Pool },
  positions: readonly { key: string; unit: string; until: Date }[],
): Promise<Map<string, { quantity: number; days: number }>> {
  if (!positions.length) return new Map();
  const { rows } = await db.pool.query<{ key: string; quantity: number; days: number }>(ISSUES, [
    JSON.stringify(positions),
    DEMAND_DAYS,
  ]);
  return new Map(rows.map(({ key, quantity, days }) => [key, { quantity, days }]));
}

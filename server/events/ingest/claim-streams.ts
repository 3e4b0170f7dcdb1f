import type pg from 'pg';

export type StreamClaim = { source: string; sourceId: string; clock: 'wall' | 'replay' };

/**
 * Makes the streams that do not exist yet, each owned by the source that spoke on it first, and says who owns each.
 * The clock is chosen once, by the first signal, and never changes.
 */
export async function claimStreams(pool: pg.Pool, claims: readonly StreamClaim[]): Promise<Map<string, string>> {
  await pool.query(
    `INSERT INTO stream (source, source_id, clock)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) AS t(source, source_id, clock) ORDER BY source
     ON CONFLICT (source) DO NOTHING`,
    [claims.map(({ source }) => source), claims.map(({ sourceId }) => sourceId), claims.map(({ clock }) => clock)],
  );
  const { rows } = await pool.query<{ source: string; source_id: string }>(
    'SELECT source, source_id FROM stream WHERE source = ANY($1::text[])',
    [claims.map(({ source }) => source)],
  );
  return new Map(rows.map((row) => [row.source, row.source_id]));
}

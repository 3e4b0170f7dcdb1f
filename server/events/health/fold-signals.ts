import { HORIZON_SQL, type Tx } from '../../db/transaction.ts';

/** Signals that one pass folds at most; the next goes on from there. */
const PART = 50_000;

// Streams with their own world time say nothing of how fresh their source is: a replay tells last year's facts today. How much
// came is counted of them, how late is not.
const FOLD = `
  WITH part AS MATERIALIZED (
    SELECT s.seq, s.source_id, s.type, s.source, s.id, s.received_at, s.event_at, st.clock = 'wall' AS wall
    FROM (SELECT * FROM signal WHERE seq > $1::bigint AND seq < ${HORIZON_SQL} ORDER BY seq LIMIT ${PART}) s
    JOIN stream st ON st.source = s.source),
  minutes AS (
    INSERT INTO source_minute AS m (source_id, type, minute, accepted, replayed, lag_ms)
    SELECT source_id, type, date_trunc('minute', received_at, 'UTC'), count(*) FILTER (WHERE wall), count(*) FILTER (WHERE NOT wall),
           coalesce(sum(greatest(0, extract(epoch FROM received_at - event_at) * 1000)) FILTER (WHERE wall), 0)::bigint
    FROM part GROUP BY 1, 2, 3
    ON CONFLICT (source_id, type, minute) DO UPDATE SET accepted = m.accepted + excluded.accepted,
      replayed = m.replayed + excluded.replayed, lag_ms = m.lag_ms + excluded.lag_ms),
  standings AS (
    INSERT INTO source_standing AS t (source_id, type, heard_at, last_at, last_source, last_signal, at)
    SELECT source_id, type, max(received_at) FILTER (WHERE wall), max(received_at), (array_agg(source ORDER BY seq DESC))[1],
           (array_agg(id ORDER BY seq DESC))[1], $2::timestamptz
    FROM part GROUP BY 1, 2
    ON CONFLICT (source_id, type) DO UPDATE SET heard_at = greatest(t.heard_at, excluded.heard_at), last_at = excluded.last_at,
      last_source = excluded.last_source, last_signal = excluded.last_signal)
  SELECT coalesce(max(seq), $1::bigint)::text AS seq, count(*)::int AS signals FROM part`;

/**
 * Adds the signals after `seq` to the minutes and standings of their sources.
 * @param now wall time.
 * @returns how far it came, and how many signals that were.
 */
export async function foldSignals(
  tx: Tx,
  seq: bigint,
  now: Date,
): Promise<{ seq: bigint; signals: number; more: boolean }> {
  const [row] = await tx.$queryRawUnsafe<{ seq: string; signals: number }[]>(FOLD, seq.toString(), now.toISOString());
  const signals = row?.signals ?? 0;
  return { seq: BigInt(row?.seq ?? seq), signals, more: signals === PART };
}

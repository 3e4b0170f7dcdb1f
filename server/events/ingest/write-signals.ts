import type pg from 'pg';
import { seqSql } from '../../db/transaction.ts';
import type { CheckedSignal } from './check-signal.ts';

/** Name of the NOTIFY channel that wakes the decide loop. */
export const SIGNAL_CHANNEL = 'holdpoint_signal';

/** `replayed`: people sent it again out of the quarantine. */
export type SignalRow = CheckedSignal & { sourceId: string; replayed: boolean };

/** Rows one statement may write; a transaction has 4,096 places in the log. */
export const MAX_ROWS = 1_000;

/** SQL for the hour, UTC, that a count belongs to. */
const hour = (at: string) => `date_trunc('hour', ${at}::timestamptz, 'UTC')`;

/**
 * One statement, one commit: the log rows that are new, the streams they moved, by source and hour how many came in and how
 * many of them were accepted, and the wake-up of the decide loop. What came in is counted where the rows come from and not
 * where they go. Rows are inserted by key so that two writers cannot deadlock; `seq` keeps the order of arrival.
 */
const WRITE = `
  WITH incoming AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::text[], $7::text[], $8::timestamptz[],
      $9::timestamptz[], $10::jsonb[], $11::bytea[], $12::text[], $14::int[], $15::bool[])
      WITH ORDINALITY AS t(source, id, source_id, type, contract_version, subject, region, event_at, recorded_at, data,
        payload_hash, subject_key, source_contract, replayed, place)),
  came AS (
    SELECT source_id, count(*) FILTER (WHERE NOT replayed) AS sent, count(*) FILTER (WHERE replayed) AS replayed
    FROM incoming GROUP BY source_id),
  added AS (
    INSERT INTO signal (seq, source, id, source_id, type, contract_version, subject, region, event_at, recorded_at, received_at,
      data, payload_hash, subject_key, source_contract)
    SELECT ${seqSql('place - 1')}, source, id, source_id, type, contract_version, subject, region, event_at, recorded_at,
      $13::timestamptz, data, payload_hash, subject_key, source_contract
    FROM incoming ORDER BY source, id
    ON CONFLICT (source, id) DO NOTHING
    RETURNING source, id, source_id, recorded_at),
  entered AS (SELECT source_id, count(*) AS accepted FROM added GROUP BY source_id),
  moved AS (
    UPDATE stream SET last_signal_at = greatest(last_signal_at, $13::timestamptz), recorded_to = greatest(recorded_to, newest)
    FROM (SELECT source AS of, max(recorded_at) AS newest FROM added GROUP BY source) AS m WHERE stream.source = of),
  counted AS (
    INSERT INTO signal_count AS c (source_id, hour, sent, replayed, accepted)
    SELECT source_id, ${hour('$13')}, sent, replayed, coalesce(accepted, 0)
    FROM came LEFT JOIN entered USING (source_id) ORDER BY source_id
    ON CONFLICT (source_id, hour) DO UPDATE SET sent = c.sent + excluded.sent, replayed = c.replayed + excluded.replayed,
      accepted = c.accepted + excluded.accepted)
  SELECT source, id, (SELECT pg_notify('${SIGNAL_CHANNEL}', '')) FROM added`;

/**
 * Writes signals that nobody else in the call repeats. @returns the keys (`source|id`) of those that were new.
 * @param receivedAt wall time of acceptance.
 */
export async function writeSignals(pool: pg.Pool, rows: readonly SignalRow[], receivedAt: Date): Promise<Set<string>> {
  const column = <K extends keyof SignalRow>(name: K) => rows.map((row) => row[name]);
  const instants = (name: 'eventAt' | 'recordedAt') => rows.map((row) => row[name].toISOString());
  const { rows: added } = await pool.query<{ source: string; id: string }>({
    name: 'write-signals',
    text: WRITE,
    values: [
      column('source'),
      column('id'),
      column('sourceId'),
      column('type'),
      column('contractVersion'),
      column('subject'),
      column('region'),
      instants('eventAt'),
      instants('recordedAt'),
      rows.map((row) => JSON.stringify(row.data)),
      column('payloadHash'),
      column('subjectKey'),
      receivedAt.toISOString(),
      column('sourceContract'),
      column('replayed'),
    ],
  });
  return new Set(added.map(signalKey));
}

/** A source holds no `|`, so no two signals share a key. */
export const signalKey = (signal: { source: string; id: string }): string => `${signal.source}|${signal.id}`;

/** Payload hashes of signals that are stored already, by key. */
export async function readHashes(
  pool: pg.Pool,
  signals: readonly { source: string; id: string }[],
): Promise<Map<string, Buffer>> {
  const { rows } = await pool.query<{ source: string; id: string; payload_hash: Buffer }>(
    `SELECT s.source, s.id, s.payload_hash FROM unnest($1::text[], $2::text[]) AS t(source, id) JOIN signal s USING (source, id)`,
    [signals.map(({ source }) => source), signals.map(({ id }) => id)],
  );
  return new Map(rows.map((row) => [signalKey(row), row.payload_hash]));
}

/** What came in (`sent` by the source, `replayed` by people) and what became of it. Figures may be taken back, below 0. */
type Count = {
  sourceId: string;
  sent?: number;
  replayed?: number;
  duplicates?: number;
  quarantined?: number;
  rejected?: number;
};

export const COUNT = `
  INSERT INTO signal_count AS c (source_id, hour, sent, replayed, duplicates, quarantined, rejected)
  SELECT source_id, ${hour('$2')}, sum(sent), sum(replayed), sum(duplicates), sum(quarantined), sum(rejected)
  FROM jsonb_to_recordset($1::jsonb)
    AS r(source_id text, sent int, replayed int, duplicates int, quarantined int, rejected int)
  GROUP BY source_id ORDER BY source_id
  ON CONFLICT (source_id, hour) DO UPDATE SET sent = c.sent + excluded.sent, replayed = c.replayed + excluded.replayed,
    duplicates = c.duplicates + excluded.duplicates,
    quarantined = c.quarantined + excluded.quarantined, rejected = c.rejected + excluded.rejected`;

export const countJson = (counts: readonly Count[]): string =>
  JSON.stringify(
    counts.map(({ sourceId, sent = 0, replayed = 0, duplicates = 0, quarantined = 0, rejected = 0 }) => ({
      source_id: sourceId,
      sent,
      replayed,
      duplicates,
      quarantined,
      rejected,
    })),
  );

/** Counts signals that left no row in the log: duplicates, and those refused unread. `at` is wall time. */
export async function countSignals(pool: pg.Pool, counts: readonly Count[], at: Date): Promise<void> {
  if (counts.length) await pool.query(COUNT, [countJson(counts), at.toISOString()]);
}

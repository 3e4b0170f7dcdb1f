import type pg from 'pg';
import { HORIZON_SQL, type Tx } from '../../db/transaction.ts';
import { markRetracted } from './mark-retracted.ts';
import type { EvaluatedSignal, FactsForProposal, ItemFactRow, LaneFactRow } from './schema.ts';

const SIGNALS = `
  SELECT seq::text AS seq, source, id, source_id AS "sourceId", type, contract_version AS "contractVersion", subject, region,
         event_at AS "eventAt", recorded_at AS "recordedAt", received_at AS "receivedAt", data,
         encode(payload_hash, 'hex') AS "payloadHash", subject_key AS "subjectKey",
         EXISTS (SELECT 1 FROM retraction r
           WHERE r.source = s.source AND r.signal_id = s.id AND r.by_source_id = s.source_id) AS retracted
  FROM signal s`;
const SIGNALS_AFTER = `${SIGNALS} WHERE s.seq > $1::bigint AND s.seq < ${HORIZON_SQL}`;
// By the number: `seq` alone would be the text above, and 10 comes before 9 in it.
const IN_ORDER = 'ORDER BY s.seq LIMIT $2::int';
const SIGNALS_OF_ALL = `${SIGNALS_AFTER} ${IN_ORDER}`;
const SIGNALS_OF_ONE = `${SIGNALS_AFTER} AND partition = $3::smallint ${IN_ORDER}`;

type SignalRow = Omit<EvaluatedSignal, 'seq'> & { seq: string };

/**
 * The next signals of the log after `afterSeq`, oldest first, at most `limit`, of one partition or of all; `more` says that
 * there may be others already.
 * Signals that a transaction still running could yet precede are left for the next call, or a reader that moved past them
 * would never see it.
 */
export async function readSignalBatch(
  reader: Tx | pg.Pool,
  afterSeq: bigint,
  limit: number,
  partition?: number,
): Promise<{ signals: EvaluatedSignal[]; more: boolean }> {
  const sql = partition === undefined ? SIGNALS_OF_ALL : SIGNALS_OF_ONE;
  const of = partition === undefined ? [] : [partition];
  const rows =
    '$queryRawUnsafe' in reader
      ? await reader.$queryRawUnsafe<SignalRow[]>(sql, afterSeq, limit, ...of)
      : (await reader.query<SignalRow>(sql, [afterSeq.toString(), limit, ...of])).rows;
  return { signals: markRetracted(rows.map((row) => ({ ...row, seq: BigInt(row.seq) }))), more: rows.length === limit };
}

/** One signal of the log, as a batch would bring it; null when there is none at that place. */
export async function readSignal(tx: Tx, seq: bigint): Promise<EvaluatedSignal | null> {
  const [row] = await tx.$queryRawUnsafe<SignalRow[]>(`${SIGNALS} WHERE s.seq = $1::bigint`, seq);
  return row ? { ...row, seq: BigInt(row.seq) } : null;
}

const LANES = `
  WITH lane AS (SELECT DISTINCT origin, destination FROM jsonb_to_recordset($2::jsonb) AS r(origin text, destination text)),
  fact AS (SELECT * FROM lane_fact WHERE source = $1),
  told AS (
    SELECT f.origin, f.destination, f.mode, f.shipments, f.late, f.lateness_days, f.freight, f.freight_kg, f.freight_n, 1 AS level
    FROM fact f JOIN lane USING (origin, destination)
    UNION ALL
    SELECT NULL, destination, mode, shipments, late, lateness_days, freight, freight_kg, freight_n, 2
    FROM fact WHERE destination IN (SELECT destination FROM lane)
    UNION ALL
    SELECT NULL, NULL, mode, shipments, late, lateness_days, freight, freight_kg, freight_n, 3 FROM fact),
  bar AS (
    SELECT level, origin, destination, mode, day, sum(n::int)::int AS n
    FROM told, jsonb_each_text(lateness_days) AS d(day, n) GROUP BY level, origin, destination, mode, day),
  histogram AS (
    SELECT level, origin, destination, mode, jsonb_object_agg(day, n) AS days FROM bar GROUP BY level, origin, destination, mode)
  SELECT r.origin, r.destination, r.mode, sum(r.shipments)::int AS shipments, sum(r.late)::int AS late,
         coalesce(h.days, '{}'::jsonb) AS "latenessDays", sum(r.freight)::float8 AS "freightUsd",
         sum(r.freight_kg)::float8 AS "freightKg", sum(r.freight_n)::int AS "freightN"
  FROM told r LEFT JOIN histogram h ON h.level = r.level AND h.mode = r.mode
    AND h.origin IS NOT DISTINCT FROM r.origin AND h.destination IS NOT DISTINCT FROM r.destination
  GROUP BY r.level, r.origin, r.destination, r.mode, h.days
  ORDER BY r.level, r.destination, r.origin, r.mode`;

const ITEMS = `
  SELECT item, supplier, lines, late, quantity, value::float8 AS "valueUsd", kg, kg_quantity AS "kgQuantity", lead_days AS "leadDays"
  FROM item_fact WHERE source = $1 AND item = ANY($2::text[]) ORDER BY item, supplier`;

/**
 * What the store has learnt that bears on some lines: their lanes by every mode with the two fallbacks (any origin to the
 * destination; the whole source), and every supplier of their items. Sorted, so that the same facts give the same bytes.
 */
export async function readFacts(
  tx: Tx,
  { source, lines }: { source: string; lines: readonly { origin: string; destination: string; item: string }[] },
): Promise<FactsForProposal> {
  const lanes = lines.map(({ origin, destination }) => ({ origin, destination }));
  return {
    lanes: await tx.$queryRawUnsafe<LaneFactRow[]>(LANES, source, JSON.stringify(lanes)),
    items: await tx.$queryRawUnsafe<ItemFactRow[]>(ITEMS, source, [...new Set(lines.map((line) => line.item))]),
  };
}

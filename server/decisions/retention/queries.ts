import type { Tx } from '../../db/transaction.ts';
import { DEFAULTS } from './constants.ts';
import { type RetentionKind, type RetentionValues, retentionValuesSchema } from './schema.ts';

export type StoredRetention = {
  version: number;
  values: RetentionValues;
  changedBy: string | null;
  changedAt: Date | null;
};

/** How long things are kept: the newest setting, the defaults where none is stored. */
export async function findRetention(tx: Pick<Tx, 'retentionSetting'>): Promise<StoredRetention> {
  const row = await tx.retentionSetting.findFirst({ orderBy: { version: 'desc' } });
  if (!row) return { version: 0, values: DEFAULTS, changedBy: null, changedAt: null };
  return { ...row, values: retentionValuesSchema.parse(row.values) };
}

/**
 * The rows of each kind that go before an instant, `$1`, as SQL of a table and a condition on its row `r`. The newest row of the feed
 * always stays: whoever follows it goes on from there. A note goes when its case has been closed for as long.
 */
const OLD: Record<RetentionKind, { table: string; at: string; key: string; isOld: string }> = {
  feed: {
    table: 'feed',
    at: 'r.at',
    key: 'seq',
    isOld: 'r.at < $1::timestamptz AND r.seq < (SELECT max(seq) FROM feed)',
  },
  counts: { table: 'noise_count', at: 'r.hour', key: 'type, measure, hour', isOld: 'r.hour < $1::timestamptz' },
  notes: {
    table: 'case_note',
    at: 'r.at',
    key: 'id',
    isOld: `r.at < $1::timestamptz AND EXISTS (SELECT 1 FROM disruption d
      WHERE d.id = r.disruption_id AND d.state = 'closed' AND d.closed_at < $1::timestamptz)`,
  },
};

export type Old = { rows: number; oldest: Date | null; newest: Date | null; kept: number };

/** How many rows of a kind go before an instant, and how old they are; deletes none. */
export async function countOld(tx: Pick<Tx, '$queryRawUnsafe'>, kind: RetentionKind, before: Date): Promise<Old> {
  const { table, at, isOld } = OLD[kind];
  const [row] = await tx.$queryRawUnsafe<Old[]>(
    `SELECT count(*) FILTER (WHERE old)::int AS rows, min(at) FILTER (WHERE old) AS oldest, max(at) FILTER (WHERE old) AS newest,
            count(*) FILTER (WHERE NOT old)::int AS kept
     FROM (SELECT ${at} AS at, ${isOld} AS old FROM ${table} r) o`,
    before.toISOString(),
  );
  return row ?? { rows: 0, oldest: null, newest: null, kept: 0 };
}

export type RolledOff = { rows: number; oldest: Date | null; newest: Date | null; lastSeq: bigint | null };

/**
 * Deletes the oldest rows of a kind that are from before an instant, up to `most`. Of the feed they are taken from its beginning,
 * so that no gap comes to be in it.
 */
export async function deleteOld(tx: Tx, kind: RetentionKind, before: Date, most: number): Promise<RolledOff> {
  const { table, at, key, isOld } = OLD[kind];
  const oldest =
    kind === 'feed'
      ? `SELECT ${key} FROM (SELECT * FROM feed ORDER BY seq LIMIT $2::int) r WHERE ${isOld}`
      : `SELECT ${key} FROM ${table} r WHERE ${isOld} ORDER BY ${at} LIMIT $2::int`;
  const [row] = await tx.$queryRawUnsafe<RolledOff[]>(
    `WITH gone AS (DELETE FROM ${table} r WHERE (${key}) IN (${oldest}) RETURNING ${at} AS at, ${kind === 'feed' ? 'r.seq' : 'NULL::bigint'} AS seq)
     SELECT count(*)::int AS rows, min(at) AS oldest, max(at) AS newest, max(seq) AS "lastSeq" FROM gone`,
    before.toISOString(),
    most,
  );
  return row ?? { rows: 0, oldest: null, newest: null, lastSeq: null };
}

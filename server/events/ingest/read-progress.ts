import type pg from 'pg';
import type { Database } from '../../db/client.ts';
import { cursorOf, PARTITIONS } from './constants.ts';

/** How far each partition of the log has been evaluated: the seq of its last signal, 0 before the first. */
export async function readProgress(db: Pick<Database, 'prisma'>): Promise<Map<number, bigint>> {
  const cursors = await db.prisma.cursor.findMany({ where: { name: { startsWith: 'decide-' } } });
  const seqs = new Map(cursors.map(({ name, seq }) => [name, seq]));
  return new Map(
    Array.from({ length: PARTITIONS }, (_, partition) => [partition, seqs.get(cursorOf(partition)) ?? 0n]),
  );
}

/** Whether a signal has been evaluated. */
export const isEvaluated = (
  progress: ReadonlyMap<number, bigint>,
  signal: { partition: number; seq: bigint },
): boolean => signal.seq <= (progress.get(signal.partition) ?? 0n);

/**
 * SQL for a column of the first signal of the partition `p` that is not evaluated yet. It ranges over both columns of the index:
 * told only `partition = p`, PostgreSQL may walk the log by `seq`, all of it where nobody speaks in that partition.
 */
export const nextSignalSql = (column: string): string => `(
  SELECT ${column} FROM signal
  WHERE (partition, seq) > (p, coalesce((SELECT c.seq FROM cursor c WHERE c.name = 'decide-' || p), 0))
    AND (partition, seq) < (p + 1, 0) ORDER BY partition, seq LIMIT 1)`;

/**
 * SQL for whether something that waits to be evaluated speaks of a thing. It looks from the first signal that waits in any partition
 * on, so it costs what waits and not what the thing ever sent; while nothing waits it looks at nothing.
 * @param about SQL condition on `x`, the signal: whether it speaks of the thing.
 */
export const waitsSql = (about: string): string => `EXISTS (
  SELECT 1 FROM signal x LEFT JOIN cursor c ON c.name = 'decide-' || x.partition
  WHERE ${about} AND x.seq > coalesce(c.seq, 0)
    AND x.seq >= (SELECT min(${nextSignalSql('seq')}) FROM generate_series(0, ${PARTITIONS - 1}) AS p))`;

export type Lag = { partition: number; seconds: number };

/** Seconds since the oldest signal of each partition was accepted that is not evaluated yet; 0 where all is. */
export async function readLag(pool: pg.Pool): Promise<Lag[]> {
  const { rows } = await pool.query<Lag>({
    name: 'read-lag',
    text: `
      SELECT p AS partition,
        coalesce(greatest(0, extract(epoch FROM now() - ${nextSignalSql('received_at')})), 0)::float8 AS seconds
      FROM generate_series(0, $1::int - 1) AS p ORDER BY p`,
    values: [PARTITIONS],
  });
  return rows;
}

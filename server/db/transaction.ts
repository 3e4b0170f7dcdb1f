import type { Database } from './client.ts';
import type { Prisma } from './generated/client.ts';

export type Tx = Prisma.TransactionClient;

/** Rows of one ordered log that one transaction may write: `seq` = transaction id × 4096 + place. */
export const SEQ_PER_TRANSACTION = 4096;

/** SQL for the seq of the n-th row (0-based SQL expression) a transaction writes to a log. Docs: docs/decisions/0003-sequence-from-transaction-id.md */
export const seqSql = (n: string) => `((pg_current_xact_id()::text::bigint << 12) + ${n})`;

/** SQL for the first seq a reader must not read yet: rows at or past it may still be joined by a running transaction. */
export const HORIZON_SQL = `(pg_snapshot_xmin(pg_current_snapshot())::text::bigint << 12)`;

const places = new WeakMap<object, Map<string, number>>();

/**
 * Reserves `count` places for rows of `log` in this transaction and returns the first.
 * @throws RangeError when a transaction writes more than 4096 rows to one log.
 */
export function reservePlaces(tx: Tx, log: string, count: number): number {
  const taken = places.get(tx) ?? new Map<string, number>();
  places.set(tx, taken);
  const first = taken.get(log) ?? 0;
  if (first + count > SEQ_PER_TRANSACTION)
    throw new RangeError(`more than ${SEQ_PER_TRANSACTION} ${log} rows in one transaction`);
  taken.set(log, first + count);
  return first;
}

/** Runs `work` in one transaction: change, audit entry and feed row commit together or not at all. */
export const withTransaction = <T>(
  db: Pick<Database, 'prisma'>,
  work: (tx: Tx) => Promise<T>,
  options: { timeoutMs?: number } = {},
): Promise<T> => db.prisma.$transaction(work, { maxWait: 10_000, timeout: options.timeoutMs ?? 15_000 });

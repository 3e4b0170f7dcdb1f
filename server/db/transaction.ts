import type { Database } from './client.ts';
import type { Prisma } from './generated/client.ts';
import { causeOf } from './watch-database.ts';

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

/**
 * Runs `work` in one transaction: change, audit entry and feed row commit together or not at all.
 * @param options.timeoutMs of the whole transaction; a batch that may take longer says so.
 */
export const withTransaction = <T>(
  db: Pick<Database, 'prisma'> & Partial<Pick<Database, 'watch'>>,
  work: (tx: Tx) => Promise<T>,
  options: { timeoutMs?: number } = {},
): Promise<T> =>
  db.prisma.$transaction(work, { maxWait: 10_000, timeout: options.timeoutMs ?? 15_000 }).catch((error: unknown) => {
    // All other causes are noted where the connection is; this one only Prisma knows.
    if (causeOf(error) === 'transaction') db.watch?.note('transaction');
    throw error;
  });

/** Two transactions met: a unique value was taken first by the other, they waited for each other, or one overtook the other. */
const CONTENTION = new Set(['23505', '40P01', '40001', 'P2002', 'P2034']);
const RETRIES = 4;
const PAUSE_MS = 20;

/** Whether trying the same transaction again may succeed. Codes of PostgreSQL and of Prisma, however deep they are wrapped. */
export function isContention(error: unknown, depth = 0): boolean {
  if (error === null || typeof error !== 'object' || depth > 4) return false;
  const told = error as {
    code?: unknown;
    originalCode?: unknown;
    cause?: unknown;
    meta?: { driverAdapterError?: unknown };
  };
  if (CONTENTION.has(String(told.code)) || CONTENTION.has(String(told.originalCode))) return true;
  return isContention(told.cause, depth + 1) || isContention(told.meta?.driverAdapterError, depth + 1);
}

/** Runs a whole transaction again when another one got in its way, a few times. */
export async function retryContention<T>(transaction: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await transaction();
    } catch (error) {
      if (tries === RETRIES || !isContention(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * 2 ** tries * (0.5 + Math.random())));
    }
  }
}

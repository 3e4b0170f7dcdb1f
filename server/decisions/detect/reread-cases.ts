import type { Clock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import type { Tx } from '../../db/transaction.ts';
import { DECIDE } from './constants.ts';
import { findTimes } from './find-times.ts';
import { proposeCases } from './propose-cases.ts';
import { lockOpenCases } from './queries.ts';
import { onFound } from './sweep-faults.ts';

/** Cases that were set aside and are to be read again by now. $1 wall time now, $2 partitions. */
const AGAIN = `
  FROM held_case h JOIN disruption d ON d.id = h.disruption_id JOIN stream s ON s.source = d.source
  WHERE h.kind = 'unreadable' AND h.next_at <= $1::timestamptz AND d.state = 'open' AND s.partition = ANY($2::smallint[])`;

/** Partitions with cases that are to be read again. */
export async function findAgain(db: Database, clock: Clock, partitions: readonly number[]): Promise<number[]> {
  const { rows } = await db.pool.query<{ partition: number }>({
    name: 'decide-again',
    text: `SELECT DISTINCT s.partition ${AGAIN}`,
    values: [clock.now().toISOString(), partitions],
  });
  return rows.map(({ partition }) => partition);
}

/**
 * Reads cases again that were set aside, because somebody asked or time has passed, and asks their agents. One that still cannot be
 * read is set aside as before, for longer. The caller holds the place of the partition.
 * @returns how many were looked at.
 */
export async function rereadCases(tx: Tx, clock: Clock, partition: number, limit: number): Promise<number> {
  const found = await tx.$queryRawUnsafe<{ id: string }[]>(
    `SELECT d.id ${AGAIN} ORDER BY h.next_at, d.id LIMIT $3::int`,
    clock.now().toISOString(),
    [partition],
    limit,
  );
  if (!found.length) return 0;
  return onFound(
    found.map(({ id }) => ({ caseId: id })),
    async () => {
      const open = await lockOpenCases(
        tx,
        [],
        found.map(({ id }) => id),
      );
      const ctx = asSystem(DECIDE, clock);
      const touched = open.map((item) => ({ ...item, open: true, change: 'it was read again' }));
      await proposeCases(tx, ctx, touched, await findTimes(tx, ctx, [], touched));
      return open.length;
    },
  );
}

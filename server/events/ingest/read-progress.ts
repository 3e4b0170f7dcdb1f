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

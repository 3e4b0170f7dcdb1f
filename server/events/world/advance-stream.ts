import type { Tx } from '../../db/transaction.ts';

/**
 * Moves the world time of a replay stream forward, never back; any other stream lives on the wall clock and is left alone.
 * @returns the world time now, or null for a stream on the wall clock.
 */
export async function advanceStream(tx: Tx, source: string, worldAt: Date): Promise<Date | null> {
  const [row] = await tx.$queryRawUnsafe<{ world_at: Date }[]>(
    `UPDATE stream SET world_at = greatest(world_at, $2::timestamptz) WHERE source = $1 AND clock = 'replay' RETURNING world_at`,
    source,
    worldAt.toISOString(),
  );
  return row?.world_at ?? null;
}

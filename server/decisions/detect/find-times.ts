import type { Context } from '../../core/context.ts';
import type { Tx } from '../../db/transaction.ts';
import { worldTimeOf } from '../../events/world/index.ts';
import type { StreamTime } from './queries.ts';

/**
 * World time of the streams of some cases: as the batch has brought it, and as it is stored for streams of other parts of the log,
 * which are read only when a case belongs to one. The wall clock never stands in for that of a replay.
 */
export async function findTimes(
  tx: Tx,
  ctx: Context,
  times: readonly StreamTime[],
  cases: readonly { source: string }[],
): Promise<ReadonlyMap<string, Date>> {
  const now = ctx.clock.now();
  const known = new Map(times.map(({ source, worldAt }) => [source, worldAt]));
  const missing = [...new Set(cases.map(({ source }) => source))].filter((source) => !known.has(source));
  if (!missing.length) return known;
  const streams = await tx.stream.findMany({
    where: { source: { in: missing } },
    select: { source: true, clock: true, worldAt: true },
  });
  for (const stream of streams) known.set(stream.source, worldTimeOf(stream, now) ?? now);
  return known;
}

import type { Context } from '../../core/context.ts';
import type { Tx } from '../../db/transaction.ts';
import { applySignals, applyWorld } from '../../events/world/index.ts';
import type { EvaluatedSignal } from '../../events/world/schema.ts';
import { collectMoves } from './collect-moves.ts';
import { followCases } from './follow-cases.ts';
import { followWatches } from './follow-watches.ts';
import type { StreamTime } from './queries.ts';
import { redecideCorrected } from './redecide-corrected.ts';
import type { DueWatch } from './watch-due.ts';

type Applying = {
  segment: readonly EvaluatedSignal[];
  /** World time of the streams, as the segment has brought it. */
  times: readonly StreamTime[];
  /** What looks out for lines that fall due; told of what changed. */
  due?: DueWatch;
  /** The last seq of the log that has been evaluated, where that is not the last of the segment. */
  upTo?: bigint;
};

/**
 * Applies signals of the log to the world and to the cases that they concern, and asks the agents.
 * @returns how many cases were touched.
 */
export async function applySegment(tx: Tx, ctx: Context, { segment, times, due, upTo }: Applying): Promise<number> {
  const applied = await applySignals(tx, segment);
  due?.tell(applied);
  const followed = await followCases(tx, ctx, times, collectMoves(times, segment, applied, []));
  const changes = await applyWorld(tx, segment, upTo);
  const watched = await followWatches(tx, ctx, { signals: segment, changes, times, upTo });
  const again = await redecideCorrected(tx, ctx, { changes, applied, times, closed: watched.closed });
  // A line that was folded again, or that left its case, may be overdue in no case.
  if (again || changes.some(({ kind }) => kind === 'correction')) due?.doubt();
  return followed + watched.cases + again;
}

import { emitAudit, signalName } from '../../audit/index.ts';
import type { Clock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { describeFault, isStoreFault } from '../../db/judge-fault.ts';
import { retryContention, type Tx, withTransaction } from '../../db/transaction.ts';
import { readSignal } from '../../events/world/index.ts';
import type { EvaluatedSignal } from '../../events/world/schema.ts';
import { applySegment } from './apply-segment.ts';
import { timesAfter } from './collect-moves.ts';
import { DECIDE } from './constants.ts';
import { advanceStreams, EVALUATION_MS } from './evaluate-batch.ts';
import { LeaseLost, lockPlace, movePlace } from './lock-place.ts';
import { findStreams } from './queries.ts';

type Place = { epoch: bigint; partition: number };
type Asked = { seq: bigint; askedBy: string | null };

/** The next one that somebody asked for; taken with its row, so that what was asked twice is done once. */
const NEXT = `
  SELECT seq, asked_by AS "askedBy" FROM undecided WHERE partition = $1::smallint AND state = 'asked'
  ORDER BY seq LIMIT 1 FOR UPDATE`;

/**
 * Evaluates the next undecided signal of a partition that a person asked for, as one that comes late: whatever order signals arrive
 * in, the world comes to the same. One that fails again is undecided as before, with what it failed on now.
 * @param epoch of the lease held on the partition.
 * @returns what became of it, or null when none was asked for.
 * @throws LeaseLost when somebody else has taken over; whatever the store threw, after which it is asked for as before.
 */
export async function reevaluateSignal(
  db: Database,
  clock: Clock,
  place: Place,
): Promise<{ became: 'evaluated' | 'undecided'; cases: number } | null> {
  let asked: Asked | null = null;
  try {
    const cases = await retryContention(() =>
      withTransaction(
        db,
        async (tx) => {
          const after = await lockPlace(tx, place.partition, place.epoch);
          [asked = null] = await tx.$queryRawUnsafe<Asked[]>(NEXT, place.partition);
          return asked ? evaluateAsked(tx, clock, { ...place, after, seq: asked.seq }) : null;
        },
        { timeoutMs: EVALUATION_MS },
      ),
    );
    return cases === null ? null : { became: 'evaluated', cases };
  } catch (error) {
    if (error instanceof LeaseLost || isStoreFault(error) || !asked) throw error;
    await giveBack(db, clock, place, asked, error);
    return { became: 'undecided', cases: 0 };
  }
}

async function evaluateAsked(
  tx: Tx,
  clock: Clock,
  { partition, epoch, after, seq }: Place & { after: bigint; seq: bigint },
): Promise<number> {
  const ctx = asSystem(DECIDE, clock);
  const at = clock.now();
  const signal = await readSignal(tx, seq);
  if (!signal) throw new RangeError(`signal ${seq} is not in the log`);
  // Before it is applied: what is computed again from the log counts it from here on.
  await tx.undecided.update({ where: { seq }, data: { state: 'evaluated', triedAt: at } });
  const segment: EvaluatedSignal[] = [signal];
  const times = timesAfter(await findStreams(tx, partition), segment, at);
  const cases = await applySegment(tx, ctx, { segment, times, upTo: after });
  const { source, id, region, payloadHash } = signal;
  await emitAudit(tx, ctx, {
    action: 'signal.evaluated-again',
    entityId: signalName(signal),
    meaning: 'A signal that had been set aside was evaluated.',
    before: { state: 'asked' },
    after: { state: 'evaluated', signals: [[source, id, payloadHash]], cases },
  });
  await appendFeed(tx, at, [
    { area: 'signals', kind: 'evaluated', ids: [id], region },
    { area: 'sources', kind: 'signal-settled', ids: [id], region },
  ]);
  await movePlace(tx, partition, epoch, after);
  await advanceStreams(tx, times, segment);
  return cases;
}

/** It failed again: undecided as before, and somebody may ask once more. */
function giveBack(db: Database, clock: Clock, { epoch, partition }: Place, { seq }: Asked, error: unknown) {
  const at = clock.now();
  const { code, words } = describeFault(error);
  return withTransaction(db, async (tx) => {
    await lockPlace(tx, partition, epoch);
    const { count } = await tx.undecided.updateMany({
      where: { seq, state: 'asked' },
      data: { state: 'waiting', code, error: words, triedAt: at, tries: { increment: 1 } },
    });
    if (!count) return;
    const row = await tx.undecided.findUniqueOrThrow({ where: { seq } });
    await emitAudit(tx, asSystem(DECIDE, clock), {
      action: 'signal.undecided',
      entityId: signalName(row),
      meaning: `A signal that had been set aside could not be evaluated this time either (${code}).`,
      before: { state: 'asked' },
      after: { state: 'waiting', source: row.source, id: row.id, code, tries: row.tries },
    });
    await appendFeed(tx, at, [{ area: 'sources', kind: 'signal-undecided', ids: [row.id], region: row.region }]);
  });
}

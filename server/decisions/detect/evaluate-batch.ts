import type pg from 'pg';
import { batchId, emitAudit } from '../../audit/index.ts';
import type { Clock } from '../../core/clock.ts';
import { asSystem, type Context } from '../../core/context.ts';
import { plural } from '../../core/words.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { retryContention, type Tx, withTransaction } from '../../db/transaction.ts';
import { advanceStream, readSignalBatch } from '../../events/world/index.ts';
import type { EvaluatedSignal } from '../../events/world/schema.ts';
import { applySegment } from './apply-segment.ts';
import { collectMoves, timesAfter } from './collect-moves.ts';
import { BATCH, CASES_LIMIT, DECIDE, PENDING_LIMIT, RAISE_LIMIT } from './constants.ts';
import { followCases } from './follow-cases.ts';
import { LeaseLost, lockPlace, movePlace } from './lock-place.ts';
import { planSegments } from './plan-segments.ts';
import { findOverdue, findStreams, findWaiting, type Stream, type StreamTime } from './queries.ts';
import { type DueWatch, watchDue } from './watch-due.ts';

/** Of a transaction that evaluates, in milliseconds. */
export const EVALUATION_MS = 60_000;

/** What a batch did; `more` when there is more to do at once. */
export type Evaluated = { signals: number; cases: number; more: boolean };

/** What a batch failed on (`cause`), and the signals that it had taken from the log, in its order; none when it had come to none. */
export class BatchFailed extends Error {
  override readonly name = 'BatchFailed';
  constructor(
    override readonly cause: unknown,
    readonly signals: readonly EvaluatedSignal[],
  ) {
    super(`a batch of ${signals.length} signals could not be evaluated`, { cause });
  }
}

/**
 * Evaluates the next signals of one partition of the log in one transaction, in the steps of world time that matter: world
 * state, what became overdue, what closed, proposals, decisions, audit and feed, and the cursor. All of it commits or none.
 * Where two partitions speak of one thing (a stock position, a case of several streams), their batches may run into each
 * other: the one that loses is tried again.
 * @param epoch of the lease held on the partition; a batch under an older epoch than the cursor's changes nothing.
 * @param limit of signals in one transaction.
 * @throws LeaseLost when somebody else has taken over; BatchFailed for everything else.
 */
export async function evaluateBatch(
  db: Database,
  clock: Clock,
  { epoch, partition, limit = BATCH }: { epoch: bigint; partition: number; limit?: number },
): Promise<Evaluated> {
  const place: Place = { epoch, partition, limit, taken: [] };
  try {
    return await retryContention(() =>
      withTransaction(db, (tx) => evaluate(tx, db.pool, asSystem(DECIDE, clock), place), { timeoutMs: EVALUATION_MS }),
    );
  } catch (error) {
    throw error instanceof LeaseLost ? error : new BatchFailed(error, place.taken);
  }
}

/** `taken`: the signals of the batch, for whoever has to say what it failed on. */
type Place = { epoch: bigint; partition: number; limit: number; taken: readonly EvaluatedSignal[] };

async function evaluate(tx: Tx, log: pg.Pool, ctx: Context, place: Place): Promise<Evaluated> {
  const { epoch, partition, limit } = place;
  place.taken = [];
  const after = await lockPlace(tx, partition, epoch);
  // The log never changes once written: it is read beside the transaction, on the plain connections that are made for it.
  const [{ signals, more }, streams] = await Promise.all([
    readSignalBatch(log, after, limit, partition),
    findStreams(tx, partition),
  ]);
  place.taken = signals;
  const due = watchDue(streams);
  const now = ctx.clock.now();
  const done: EvaluatedSignal[] = [];
  let cases = 0;
  let full = false;
  for (const segment of await planBatch(tx, streams, signals, now)) {
    // World time passes due instants before the signals of its step are applied: a case raised now is proposed on what was
    // known until now, even if the same step tells of its delivery.
    const [first] = segment;
    const reached = timesAfter(streams, first ? [...done, first] : done, first?.receivedAt ?? now);
    const raised = await raiseOverdue(tx, ctx, due, reached, done);
    cases += raised.cases;
    full = raised.full || cases >= CASES_LIMIT;
    if (full) break;
    const times = timesAfter(streams, [...done, ...segment], segment.at(-1)?.receivedAt ?? now);
    cases += await applySegment(tx, ctx, { segment, times, due });
    done.push(...segment);
    full = cases >= CASES_LIMIT;
    if (full) break;
  }
  // With more of the log still to read, the wall clock is no later than the last signal taken from it.
  const behind = more || full;
  const reachedBy = done.at(-1)?.receivedAt ?? signals[0]?.receivedAt ?? now;
  const times = timesAfter(streams, done, behind ? reachedBy : now);
  if (!full) {
    const raised = await raiseOverdue(tx, ctx, due, times, done);
    cases += raised.cases;
    full = raised.full;
  }
  await recordBatch(tx, ctx, partition, done, cases);
  await movePlace(tx, partition, epoch, done.at(-1)?.seq ?? after);
  // Last, because whoever takes signals in moves the same rows and would wait for the rest of this transaction.
  await advanceStreams(tx, times, done);
  return { signals: done.length, cases, more: behind || full };
}

/** The segments of a batch: only a replay can pass a moment that matters between two signals of one batch. */
async function planBatch(tx: Tx, streams: readonly Stream[], signals: readonly EvaluatedSignal[], now: Date) {
  const replays = new Set(streams.filter(({ clock }) => clock === 'replay').map(({ source }) => source));
  const told = new Set(signals.map(({ source }) => source));
  const ahead = timesAfter(streams, signals, now).filter(({ source }) => replays.has(source) && told.has(source));
  if (!ahead.length) return planSegments(signals, [], [], replays);
  const keys = [...new Set(signals.flatMap(({ subjectKey }) => subjectKey ?? []))];
  const pending = await findOverdue(tx, ahead, PENDING_LIMIT);
  return planSegments(signals, pending, await findWaiting(tx, keys), replays);
}

/** Raises what world time has overtaken, and proposes. `full` when more is left than one transaction should hold. */
async function raiseOverdue(
  tx: Tx,
  ctx: Context,
  due: DueWatch,
  times: readonly StreamTime[],
  signals: readonly EvaluatedSignal[],
): Promise<{ cases: number; full: boolean }> {
  if (!due.mayBeOverdue(times)) return { cases: 0, full: false };
  const overdue = await findOverdue(tx, times, RAISE_LIMIT);
  if (!overdue.length) return { cases: 0, full: false };
  const cases = await followCases(tx, ctx, times, collectMoves(times, signals, [], overdue));
  return { cases, full: overdue.length === RAISE_LIMIT };
}

/** One audit entry a batch that names every signal by hash, and a feed row a region, so that screens learn of it. */
async function recordBatch(
  tx: Tx,
  ctx: Context,
  partition: number,
  signals: readonly EvaluatedSignal[],
  cases: number,
): Promise<void> {
  const last = signals.at(-1);
  if (!last) return;
  await emitAudit(tx, ctx, {
    action: 'signals.evaluated',
    entityId: batchId(partition, last.seq),
    meaning: `${plural(signals.length, 'signal')} evaluated; ${plural(cases, 'case')} touched.`,
    after: { signals: signals.map(({ source, id, payloadHash }) => [source, id, payloadHash]) },
  });
  const byRegion = new Map<string, string[]>();
  for (const { region, id } of signals) byRegion.set(region, [...(byRegion.get(region) ?? []), id]);
  await appendFeed(
    tx,
    ctx.clock.now(),
    [...byRegion].map(([region, ids]) => ({ area: 'signals', kind: 'evaluated', ids, region })),
  );
}

/** Last of the transaction, because whoever takes signals in moves the same rows and would wait for the rest of it. */
export async function advanceStreams(
  tx: Tx,
  times: readonly StreamTime[],
  signals: readonly EvaluatedSignal[],
): Promise<void> {
  const told = new Set(signals.map(({ source }) => source));
  for (const { source, clock, worldAt } of [...times].sort((a, b) => (a.source < b.source ? -1 : 1))) {
    if (clock === 'replay' && told.has(source)) await advanceStream(tx, source, worldAt);
  }
}

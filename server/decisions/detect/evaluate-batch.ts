import { emitAudit } from '../../audit/emit.ts';
import type { Clock } from '../../core/clock.ts';
import { asSystem, type Context } from '../../core/context.ts';
import { plural } from '../../core/words.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { HORIZON_SQL, type Tx, withTransaction } from '../../db/transaction.ts';
import { advanceStream, applySignals, readSignalBatch } from '../../events/world/index.ts';
import type { EvaluatedSignal } from '../../events/world/schema.ts';
import { PLAYBOOK } from '../agents/index.ts';
import { collectMoves, timesAfter } from './collect-moves.ts';
import { BATCH, DECIDE, RAISE_LIMIT } from './constants.ts';
import { proposeCases } from './propose-cases.ts';
import { findOverdue, lockCursor, lockOpenCases, type StreamTime } from './queries.ts';
import { followShipment } from './rules.ts';
import { type CaseEpisode, writeCases } from './write-cases.ts';

const TIMEOUT_MS = 60_000;

/** Thrown when a newer holder of the lease has been here: whoever sees it stops and changes nothing. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

export type Evaluated = { signals: number; cases: number /** Whether there is more to do at once. */; more: boolean };

/** Whether a batch would find anything: a signal past the cursor, or a line that world time has overtaken. */
export async function hasWork(db: Database, clock: Clock): Promise<boolean> {
  const { rows } = await db.pool.query<{ work: boolean }>({
    name: 'decide-has-work',
    text: `SELECT EXISTS (SELECT 1 FROM signal WHERE seq > coalesce((SELECT seq FROM cursor WHERE name = $1), 0) AND seq < ${HORIZON_SQL})
      OR EXISTS (SELECT 1 FROM order_line l JOIN stream s ON s.source = l.source
        WHERE l.delivered_at IS NULL AND l.disruption_id IS NULL AND l.due_at <= $2::timestamptz
          AND l.due_at <= CASE s.clock WHEN 'replay' THEN s.world_at ELSE $2::timestamptz END) AS work`,
    values: [DECIDE, clock.now().toISOString()],
  });
  return rows[0]?.work ?? false;
}

/**
 * Evaluates the next signals of the log in one transaction: world state, what became overdue, what closed, proposals,
 * decisions, audit and feed, and the cursor. All of it commits or none.
 * @param epoch of the lease held; a batch under an older epoch than the cursor's changes nothing.
 * @throws LeaseLost when somebody else has taken over.
 */
export function evaluateBatch(
  db: Database,
  clock: Clock,
  { epoch, limit = BATCH }: { epoch: bigint; limit?: number },
): Promise<Evaluated> {
  return withTransaction(db, (tx) => evaluate(tx, asSystem(DECIDE, clock), epoch, limit), { timeoutMs: TIMEOUT_MS });
}

async function evaluate(tx: Tx, ctx: Context, epoch: bigint, limit: number): Promise<Evaluated> {
  const cursor = await lockCursor(tx, DECIDE);
  if (cursor.epoch > epoch) throw new LeaseLost('a newer holder of the decide lease has moved the cursor');
  const { signals: next, more } = await readSignalBatch(tx, cursor.seq, limit);
  // With more of the log still to read, the wall clock is no later than the last signal taken from it.
  const wallNow = more ? (next.at(-1)?.receivedAt ?? ctx.clock.now()) : ctx.clock.now();
  const streams = await tx.stream.findMany({ select: { source: true, clock: true, worldAt: true } });
  const times = timesAfter(streams, next, wallNow);

  // World time passes due instants before the signals of its step are applied: a case raised now is proposed on what was
  // known until now, even if the same step tells of its delivery. Those signals are the next batch.
  const passed = await findOverdue(tx, times, RAISE_LIMIT);
  const signals = passed.length ? [] : next;
  const applied = await applySignals(tx, signals);
  const overdue = passed.length ? passed : await findOverdue(tx, times, RAISE_LIMIT);
  const shipments = collectMoves(times, signals, applied, overdue);
  const keyOf = (shipmentKey: string) => `${PLAYBOOK}:${shipmentKey}`;
  const open = shipments.length
    ? await lockOpenCases(
        tx,
        shipments.map(({ shipmentKey }) => keyOf(shipmentKey)),
        shipments.flatMap(({ caseIds }) => caseIds),
      )
    : [];
  const episodes = shipments.flatMap(({ source, shipmentKey, moves, caseIds }): CaseEpisode[] => {
    const existing = open.find((row) => row.key === keyOf(shipmentKey) || caseIds.includes(row.id)) ?? null;
    return followShipment(existing && { ...existing, members: membersBefore(existing, moves) }, moves).map(
      (episode) => ({
        source,
        shipmentKey,
        episode,
        existing: episode.continues ? existing : null,
      }),
    );
  });
  const touched = await writeCases(tx, ctx, episodes);
  await proposeCases(tx, ctx, touched, new Map(times.map(({ source, worldAt }) => [source, worldAt])));
  await recordBatch(tx, ctx, signals, touched.length);
  const seq = signals.at(-1)?.seq ?? cursor.seq;
  await tx.cursor.update({ where: { name: DECIDE }, data: { seq, epoch } });
  // Last, because whoever takes signals in moves the same rows and would wait for the rest of this transaction.
  await advanceStreams(tx, times, signals);
  return {
    signals: signals.length,
    cases: touched.length,
    more: more || passed.length > 0 || overdue.length === RAISE_LIMIT,
  };
}

/** The lines of an open case as they stood before the batch: a delivery told in it has not happened yet. */
function membersBefore(existing: { members: import('./queries.ts').OpenCase['members'] }, moves: { key: string }[]) {
  const moving = new Set(moves.map(({ key }) => key));
  return existing.members.map((line) => ({
    key: line.key,
    dueAt: line.dueAt,
    deliveredAt: moving.has(line.key) ? null : line.deliveredAt,
    found:
      line.announcedBy === 'delivery' ||
      (line.overdueAt !== null && line.recordedAt !== null && line.overdueAt >= line.recordedAt),
  }));
}

/** One audit entry a batch that names every signal by hash, and a feed row a region, so that screens learn of it. */
async function recordBatch(tx: Tx, ctx: Context, signals: readonly EvaluatedSignal[], cases: number): Promise<void> {
  const last = signals.at(-1);
  if (!last) return;
  await emitAudit(tx, ctx, {
    action: 'signals.evaluated',
    // Zero-padded, so that the batch of a signal is the first whose id is not below the signal's seq.
    entityId: last.seq.toString().padStart(16, '0'),
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

async function advanceStreams(
  tx: Tx,
  times: readonly StreamTime[],
  signals: readonly EvaluatedSignal[],
): Promise<void> {
  const told = new Set(signals.map(({ source }) => source));
  for (const { source, clock, worldAt } of [...times].sort((a, b) => (a.source < b.source ? -1 : 1))) {
    if (clock === 'replay' && told.has(source)) await advanceStream(tx, source, worldAt);
  }
}

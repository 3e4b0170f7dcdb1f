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
import { collectMoves, type ShipmentMoves, timesAfter } from './collect-moves.ts';
import { BATCH, DECIDE, RAISE_LIMIT } from './constants.ts';
import { proposeCases } from './propose-cases.ts';
import { findOverdue, lockCursor, lockOpenCases, type OpenCase, type StreamTime } from './queries.ts';
import { followShipment, type Member } from './rules.ts';
import { type CaseEpisode, writeCases } from './write-cases.ts';

const TIMEOUT_MS = 60_000;
/** Steps share a transaction this long, so that a fast replay does not pay a commit for each; live signals see one step. */
const TRANSACTION_MS = 100;

/** Thrown when a newer holder of the lease has been here: whoever sees it stops and changes nothing. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** What a batch did; `more` when there is more to do at once. */
export type Evaluated = { signals: number; cases: number; more: boolean };

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
 * Evaluates the next signals of the log in one transaction, step by step of world time: world state, what became overdue,
 * what closed, proposals, decisions, audit and feed, and the cursor. All of it commits or none.
 * @param epoch of the lease held; a batch under an older epoch than the cursor's changes nothing.
 * @param limit of signals a step; a step that holds more takes several turns.
 * @throws LeaseLost when somebody else has taken over.
 */
export function evaluateBatch(
  db: Database,
  clock: Clock,
  { epoch, limit = BATCH }: { epoch: bigint; limit?: number },
): Promise<Evaluated> {
  const ctx = asSystem(DECIDE, clock);
  return withTransaction(
    db,
    async (tx) => {
      const cursor = await lockCursor(tx, DECIDE);
      if (cursor.epoch > epoch) throw new LeaseLost('a newer holder of the decide lease has moved the cursor');
      const streams = await tx.stream.findMany({ select: { source: true, clock: true, worldAt: true } });
      const log: Log = { seq: cursor.seq, streams, moved: new Set() };
      const sum: Evaluated = { signals: 0, cases: 0, more: true };
      const until = performance.now() + TRANSACTION_MS;
      while (sum.more && performance.now() < until) {
        const { signals, cases, more } = await evaluateStep(tx, ctx, log, limit);
        sum.signals += signals;
        sum.cases += cases;
        sum.more = more;
      }
      await tx.cursor.update({ where: { name: DECIDE }, data: { seq: log.seq, epoch } });
      await advanceStreams(tx, log);
      return sum;
    },
    { timeoutMs: TIMEOUT_MS },
  );
}

/** How far one transaction has come: in the log, and in the world time of each stream. */
type Log = { seq: bigint; streams: { source: string; clock: string; worldAt: Date | null }[]; moved: Set<string> };

async function evaluateStep(tx: Tx, ctx: Context, log: Log, limit: number): Promise<Evaluated> {
  const { signals: next, more } = await readSignalBatch(tx, log.seq, limit);
  // With more of the log still to read, the wall clock is no later than the last signal taken from it.
  const wallNow = more ? (next.at(-1)?.receivedAt ?? ctx.clock.now()) : ctx.clock.now();
  const times = timesAfter(log.streams, next, wallNow);

  // World time passes due instants before the signals of its step are applied: a case raised now is proposed on what was
  // known until now, even if the same step tells of its delivery. Those signals are the next step.
  const passed = await findOverdue(tx, times, RAISE_LIMIT);
  const signals = passed.length ? [] : next;
  const applied = await applySignals(tx, signals);
  const overdue = passed.length || !applied.length ? passed : await findOverdue(tx, times, RAISE_LIMIT);
  const shipments = collectMoves(times, signals, applied, overdue);
  const touched = shipments.length ? await moveCases(tx, ctx, shipments) : [];
  await proposeCases(tx, ctx, touched, new Map(times.map(({ source, worldAt }) => [source, worldAt])));
  await recordBatch(tx, ctx, signals, touched.length);
  log.seq = signals.at(-1)?.seq ?? log.seq;
  if (signals.length) log.streams = log.streams.map((stream) => moveWorld(stream, times, signals, log.moved));
  return {
    signals: signals.length,
    cases: touched.length,
    more: more || passed.length > 0 || overdue.length === RAISE_LIMIT,
  };
}

/** Opens, joins and closes cases as their shipments moved. */
async function moveCases(tx: Tx, ctx: Context, shipments: ShipmentMoves[]) {
  const keyOf = (shipmentKey: string) => `${PLAYBOOK}:${shipmentKey}`;
  const open = await lockOpenCases(
    tx,
    shipments.map(({ shipmentKey }) => keyOf(shipmentKey)),
    shipments.flatMap(({ caseIds }) => caseIds),
  );
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
  return writeCases(tx, ctx, episodes);
}

/** The lines of an open case as they stood before the batch: a delivery told in it has not happened yet. */
function membersBefore(existing: OpenCase, moves: readonly { key: string }[]): Member[] {
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

/** A replay stream told of in this step stands at the step's world time; any other stays where it is. */
function moveWorld(
  stream: Log['streams'][number],
  times: readonly StreamTime[],
  signals: readonly EvaluatedSignal[],
  moved: Set<string>,
): Log['streams'][number] {
  const reached = times.find(({ source }) => source === stream.source)?.worldAt;
  if (stream.clock !== 'replay' || !reached || !signals.some(({ source }) => source === stream.source)) return stream;
  moved.add(stream.source);
  return { ...stream, worldAt: reached };
}

/** Last of the transaction, because whoever takes signals in moves the same rows and would wait for the rest of it. */
async function advanceStreams(tx: Tx, log: Log): Promise<void> {
  for (const { source, worldAt } of log.streams.toSorted((a, b) => (a.source < b.source ? -1 : 1))) {
    if (worldAt && log.moved.has(source)) await advanceStream(tx, source, worldAt);
  }
}

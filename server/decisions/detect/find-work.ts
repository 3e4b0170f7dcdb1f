import type { Clock } from '../../core/clock.ts';
import type { Database } from '../../db/client.ts';
import { HORIZON_SQL } from '../../db/transaction.ts';
import { nextSignalSql } from '../../events/ingest/index.ts';
import { STALE_AFTER, STALE_FROM } from './constants.ts';
import { findConcerned } from './follow-models.ts';
import { findSilent } from './note-silence.ts';
import { findUnheard } from './raise-silent.ts';
import { findRegoods } from './recheck-goods.ts';
import { findRipe } from './ripen-gaps.ts';

const NEW_SIGNALS = `
  SELECT p AS partition FROM unnest($1::smallint[]) AS p WHERE ${HORIZON_SQL} > ${nextSignalSql('seq')}
    OR EXISTS (SELECT 1 FROM undecided u WHERE u.partition = p AND u.state = 'asked')`;

const OVERTAKEN = `
  SELECT DISTINCT s.partition FROM stream s JOIN order_line l ON l.source = s.source
  WHERE s.partition = ANY($1::smallint[]) AND l.delivered_at IS NULL AND l.disruption_id IS NULL
    AND l.due_at <= $2::timestamptz AND l.due_at <= CASE s.clock WHEN 'replay' THEN s.world_at ELSE $2::timestamptz END`;

type Found = { partition: number };
const numbers = (rows: readonly Found[]): number[] => rows.map(({ partition }) => partition).sort((a, b) => a - b);

/**
 * Partitions of the log in which a batch would find something: signals past the cursor, undecided ones that somebody wants evaluated
 * again, or, with `overdue`, lines that world time has overtaken although nobody sent anything.
 */
export async function findWork(
  db: Pick<Database, 'pool'>,
  clock: Clock,
  partitions: readonly number[],
  { overdue = true }: { overdue?: boolean } = {},
): Promise<number[]> {
  if (!partitions.length) return [];
  const { rows } = await db.pool.query<Found>({ name: 'decide-signals', text: NEW_SIGNALS, values: [partitions] });
  if (!overdue) return numbers(rows);
  const { rows: overtaken } = await db.pool.query<Found>({
    name: 'decide-overtaken',
    text: OVERTAKEN,
    values: [partitions, clock.now().toISOString()],
  });
  return [...new Set([...numbers(rows), ...numbers(overtaken)])];
}

/**
 * Partitions with open cases whose proposal world time has left behind, that a suspended or resumed model concerns, or whose
 * sensors have fallen silent; with stock that has been apart for long enough; with sensors that fell silent outside their band; and
 * with excursions whose goods are told otherwise by now.
 */
export async function findStale(db: Database, clock: Clock, partitions: readonly number[]): Promise<number[]> {
  if (!partitions.length) return [];
  const { rows } = await db.pool.query<Found>({
    name: 'decide-stale',
    text: `SELECT DISTINCT s.partition ${STALE_FROM} AND s.partition = ANY($3::smallint[])`,
    values: [clock.now().toISOString(), STALE_AFTER, partitions],
  });
  const concerned = await findConcerned(db, partitions);
  const silent = await findSilent(db, clock, partitions);
  const ripe = await findRipe(db, clock, partitions);
  const unheard = await findUnheard(db, clock, partitions);
  const regoods = await findRegoods(db, partitions);
  return [...new Set([...numbers(rows), ...concerned, ...silent, ...ripe, ...unheard, ...regoods])].sort(
    (a, b) => a - b,
  );
}

import type { Clock } from '../../core/clock.ts';
import type { Database } from '../../db/client.ts';
import { isStoreFault } from '../../db/judge-fault.ts';
import { HORIZON_SQL } from '../../db/transaction.ts';
import { nextSignalSql } from '../../events/ingest/index.ts';
import { STALE_AFTER, STALE_FROM } from './constants.ts';
import { findConcerned } from './follow-models.ts';
import { findSilent } from './note-silence.ts';
import { findUnheard } from './raise-silent.ts';
import { findRegoods } from './recheck-goods.ts';
import { findAgain } from './reread-cases.ts';
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

/** A question that fails says nothing: then each of the partitions is looked at, where the failure shows what it is of. */
async function asked(partitions: readonly number[], question: () => Promise<number[]>): Promise<readonly number[]> {
  try {
    return await question();
  } catch (error) {
    if (isStoreFault(error)) throw error;
    return partitions;
  }
}

/**
 * Partitions with open cases whose proposal world time has left behind, that a suspended or resumed model concerns, or whose
 * sensors have fallen silent; with stock that has been apart for long enough; with sensors that fell silent outside their band; and
 * with excursions whose goods are told otherwise by now, or cases that were set aside and are to be read again.
 */
export async function findStale(db: Database, clock: Clock, partitions: readonly number[]): Promise<number[]> {
  if (!partitions.length) return [];
  const questions = [
    () => findOutdated(db, clock, partitions),
    () => findConcerned(db, partitions),
    () => findSilent(db, clock, partitions),
    () => findRipe(db, clock, partitions),
    () => findUnheard(db, clock, partitions),
    () => findRegoods(db, partitions),
    () => findAgain(db, clock, partitions),
  ];
  const found = new Set<number>();
  for (const question of questions) for (const one of await asked(partitions, question)) found.add(one);
  return [...found].sort((a, b) => a - b);
}

/** Partitions with proposals that world time has left behind. */
async function findOutdated(db: Database, clock: Clock, partitions: readonly number[]): Promise<number[]> {
  const { rows } = await db.pool.query<Found>({
    name: 'decide-stale',
    text: `SELECT DISTINCT s.partition ${STALE_FROM} AND s.partition = ANY($3::smallint[])`,
    values: [clock.now().toISOString(), STALE_AFTER, partitions],
  });
  return numbers(rows);
}

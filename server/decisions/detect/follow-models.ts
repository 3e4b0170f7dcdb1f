import type { Clock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import type { Tx } from '../../db/transaction.ts';
import { findBarredAgents } from '../models/index.ts';
import { DECIDE } from './constants.ts';
import { proposeCases } from './propose-cases.ts';
import { lockOpenCases } from './queries.ts';
import { onFound, READABLE } from './sweep-faults.ts';

/** Open cases that wait on the word of an agent that may not be asked ($1), and held ones whose agent may be asked again. */
const FOLLOW = `
  FROM disruption d JOIN stream s ON s.source = d.source
  WHERE d.state = 'open' AND s.partition = ANY($2::smallint[]) AND ${READABLE} AND (
    EXISTS (SELECT 1 FROM proposal p WHERE p.disruption_id = d.id AND p.state = 'open' AND p.agent = ANY($1::text[]))
    OR EXISTS (SELECT 1 FROM held_case h WHERE h.disruption_id = d.id AND NOT h.agent = ANY($1::text[])))`;

/** Whether there can be anything to follow: a model that may not be used, or a case that is held. */
async function findBarred(db: Pick<Database, 'prisma'> | { prisma: Tx }): Promise<string[] | null> {
  const barred = await findBarredAgents(db.prisma);
  if (barred.length) return barred;
  return (await db.prisma.heldCase.count({ where: { kind: 'models' } })) ? [] : null;
}

/** Partitions with cases that a suspended or resumed model concerns. */
export async function findConcerned(db: Database, partitions: readonly number[]): Promise<number[]> {
  const barred = partitions.length ? await findBarred(db) : null;
  if (!barred) return [];
  const { rows } = await db.pool.query<{ partition: number }>({
    name: 'decide-follow-models',
    text: `SELECT DISTINCT s.partition ${FOLLOW}`,
    values: [barred, partitions],
  });
  return rows.map(({ partition }) => partition);
}

/**
 * Withdraws what waits for people on the word of an agent that needs a suspended model, and asks again about cases that were
 * held once their models are listed. The caller holds the place of the partition.
 * @returns how many cases were touched.
 */
export async function followModels(tx: Tx, clock: Clock, partition: number, limit: number): Promise<number> {
  const barred = await findBarred({ prisma: tx });
  if (!barred) return 0;
  const found = await tx.$queryRawUnsafe<{ id: string }[]>(
    `SELECT d.id ${FOLLOW} ORDER BY d.value_at_risk DESC, d.id LIMIT $3::int`,
    barred,
    [partition],
    limit,
  );
  if (!found.length) return 0;
  return onFound(
    found.map(({ id }) => ({ caseId: id })),
    () => follow(tx, clock, found),
  );
}

async function follow(tx: Tx, clock: Clock, found: readonly { id: string }[]): Promise<number> {
  const open = await lockOpenCases(
    tx,
    [],
    found.map(({ id }) => id),
  );
  const now = clock.now();
  const streams = await tx.stream.findMany({ where: { source: { in: open.map(({ source }) => source) } } });
  const worldOf = new Map(
    streams.map(({ source, clock: kind, worldAt }) => [source, kind === 'replay' ? (worldAt ?? now) : now]),
  );
  const touched = open.map((item) => ({ ...item, open: true, change: 'a model that it rests on changed its status' }));
  await proposeCases(tx, asSystem(DECIDE, clock), touched, worldOf);
  return open.length;
}

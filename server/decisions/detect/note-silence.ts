import { emitAudit } from '../../audit/emit.ts';
import type { Clock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import type { Tx } from '../../db/transaction.ts';
import { COLD_CHAIN, coldChainFactsSchema, judgeSilence } from '../agents/index.ts';
import { addNotes, tellSilence } from '../disruptions/index.ts';
import { DECIDE } from './constants.ts';
import { lockOpenCases } from './queries.ts';

/** Cases a pass, so that a pass never holds signals up for long. */
const CASES_A_PASS = 30;

/**
 * Open excursions that nobody has measured for too long and that have not said so. $1 wall time now, $2 partitions. What waits in
 * the log to be evaluated is not silence.
 */
const SILENT = `
  FROM disruption d JOIN stream s ON s.source = d.source
  CROSS JOIN LATERAL (SELECT CASE s.clock WHEN 'replay' THEN s.world_at ELSE $1::timestamptz END AS at) w
  WHERE d.state = 'open' AND d.playbook = '${COLD_CHAIN}' AND s.partition = ANY($2::smallint[])
    AND d.facts->>'silentSince' IS NULL AND (d.facts->>'silentFrom')::timestamptz <= w.at
    AND NOT EXISTS (SELECT 1 FROM signal x LEFT JOIN cursor c ON c.name = 'decide-' || x.partition
      WHERE x.subject_key = ANY(d.subject_keys) AND x.seq > coalesce(c.seq, 0))`;

/** Partitions with excursions whose sensors have fallen silent. */
export async function findSilent(db: Database, clock: Clock, partitions: readonly number[]): Promise<number[]> {
  const { rows } = await db.pool.query<{ partition: number }>({
    name: 'decide-silent',
    text: `SELECT DISTINCT s.partition ${SILENT}`,
    values: [clock.now().toISOString(), partitions],
  });
  return rows.map(({ partition }) => partition);
}

/**
 * Says of excursions whose sensors have fallen silent that they have: on the timeline, in the audit log, and in the facts of the
 * case. It stays open, because what is not measured is not known. The caller holds the place of the partition.
 * @returns how many cases said so.
 */
export async function noteSilence(tx: Tx, clock: Clock, partition: number): Promise<number> {
  const find = () =>
    tx.$queryRawUnsafe<{ id: string; worldAt: Date }[]>(
      `SELECT d.id, w.at AS "worldAt" ${SILENT} ORDER BY d.id LIMIT $3::int`,
      clock.now().toISOString(),
      [partition],
      CASES_A_PASS,
    );
  const found = await find();
  if (!found.length) return 0;
  const open = await lockOpenCases(
    tx,
    [],
    found.map(({ id }) => id),
  );
  // Asked again under the locks: a reading may have come in between.
  const still = await find();
  const silent = open.flatMap((row) => {
    const worldAt = still.find(({ id }) => id === row.id)?.worldAt;
    const facts = coldChainFactsSchema.parse(row.facts);
    const judged = worldAt && judgeSilence(facts, worldAt);
    if (!judged?.silent) return [];
    return [{ row, worldAt, facts: { ...facts, silentSince: judged.heard.at }, words: tellSilence(judged) }];
  });
  const at = clock.now();
  for (const { row, facts } of silent)
    await tx.disruption.updateMany({ where: { id: row.id, state: 'open' }, data: { facts, updatedAt: at } });
  await addNotes(
    tx,
    at,
    silent.map(({ row, worldAt, words }) => ({
      disruptionId: row.id,
      region: row.region,
      kind: 'silent' as const,
      words,
      worldAt,
    })),
  );
  await emitAudit(
    tx,
    asSystem(DECIDE, clock),
    silent.map(({ row, facts, words }) => ({
      action: 'disruption.silent' as const,
      entityId: row.id,
      disruptionId: row.id,
      meaning: words,
      before: { silentSince: null },
      after: { silentSince: facts.silentSince },
    })),
  );
  await appendFeed(
    tx,
    at,
    silent.map(({ row }) => ({ area: 'disruptions', kind: 'updated', ids: [row.id], region: row.region })),
  );
  return silent.length;
}

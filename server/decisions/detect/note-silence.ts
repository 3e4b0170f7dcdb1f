import { emitAudit } from '../../audit/emit.ts';
import type { Clock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import { spanWords } from '../../core/words.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { instantSql } from '../../db/guard-json.ts';
import type { Tx } from '../../db/transaction.ts';
import { waitsSql } from '../../events/ingest/index.ts';
import { COLD_CHAIN, type ColdChainFacts, coldChainFactsSchema, judgeSilence, weighFrom } from '../agents/index.ts';
import { addNotes, tellSilence } from '../disruptions/index.ts';
import { DECIDE } from './constants.ts';
import { proposeCases } from './propose-cases.ts';
import { lockOpenCases } from './queries.ts';
import { onFound, READABLE, within } from './sweep-faults.ts';

/**
 * Open excursions that nobody has measured for too long and that have not said so, or whose silence has used up another step of
 * the allowed time. $1 wall time now, $2 partitions. What waits in the log to be evaluated is not silence.
 */
const SILENT = `
  FROM disruption d JOIN stream s ON s.source = d.source
  CROSS JOIN LATERAL (SELECT CASE s.clock WHEN 'replay' THEN s.world_at ELSE $1::timestamptz END AS at) w
  WHERE d.state = 'open' AND d.playbook = '${COLD_CHAIN}' AND s.partition = ANY($2::smallint[])
    AND ${READABLE} AND CASE WHEN d.facts->>'silentSince' IS NULL THEN ${instantSql('d.facts', 'silentFrom')}
             ELSE ${instantSql('d.facts', 'weighFrom')} END <= w.at
    AND NOT ${waitsSql('x.subject_key = ANY(d.subject_keys)')}`;

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
 * case, and asks the agent again, because what was not measured may have been outside; and again with each step of the allowed
 * time that passes so. The case stays open: what is not measured is not known. The caller holds the place of the partition.
 * @returns how many cases were touched.
 */
export async function noteSilence(tx: Tx, clock: Clock, partition: number, limit: number): Promise<number> {
  const find = () =>
    tx.$queryRawUnsafe<Found[]>(
      `SELECT d.id, w.at AS "worldAt" ${SILENT} ORDER BY d.id LIMIT $3::int`,
      clock.now().toISOString(),
      [partition],
      limit,
    );
  const found = await find();
  if (!found.length) return 0;
  return onFound(
    found.map(({ id }) => ({ caseId: id })),
    () => noteFound(tx, clock, found, find),
  );
}

type Found = { id: string; worldAt: Date };

async function noteFound(tx: Tx, clock: Clock, found: readonly Found[], find: () => Promise<Found[]>): Promise<number> {
  const open = await lockOpenCases(
    tx,
    [],
    found.map(({ id }) => id),
  );
  // Asked again under the locks: a reading may have come in between.
  const still = await find();
  const silent = open.flatMap((row) => {
    const worldAt = still.find(({ id }) => id === row.id)?.worldAt;
    const before = within({ caseId: row.id }, () => coldChainFactsSchema.parse(row.facts));
    const judged = worldAt ? judgeSilence(before, worldAt) : null;
    if (!worldAt || !judged?.silent) return [];
    const facts: ColdChainFacts = { ...before, silentSince: judged.heard.at, weighFrom: undefined };
    const again = weighFrom(facts, worldAt);
    if (again) facts.weighFrom = again.toISOString();
    const item = {
      ...row,
      facts,
      factsVersion: row.factsVersion + 1,
      open: true,
      change: `nothing has been read for ${spanWords(judged.minutes)}`,
    };
    return [{ item, worldAt, isNews: before.silentSince === undefined, words: tellSilence(judged) }];
  });
  const at = clock.now();
  const ctx = asSystem(DECIDE, clock);
  for (const { item } of silent) {
    const { id, facts, factsVersion } = item;
    await tx.disruption.updateMany({
      where: { id, state: 'open', factsVersion: factsVersion - 1 },
      data: { facts, factsVersion, updatedAt: at },
    });
  }
  await addNotes(
    tx,
    at,
    silent.flatMap(({ item: { id, region }, worldAt, words, isNews }) =>
      isNews ? [{ disruptionId: id, region, kind: 'silent' as const, words, worldAt }] : [],
    ),
  );
  await emitAudit(
    tx,
    ctx,
    silent.map(({ item: { id, facts, factsVersion, shipment, change }, words, isNews }) => ({
      action: isNews ? ('disruption.silent' as const) : ('disruption.updated' as const),
      entityId: id,
      disruptionId: id,
      meaning: isNews ? words : `${shipment}: ${change}.`,
      before: { factsVersion: factsVersion - 1 },
      after: { factsVersion, silentSince: facts.silentSince },
    })),
  );
  await appendFeed(
    tx,
    at,
    silent.map(({ item: { id, region } }) => ({ area: 'disruptions', kind: 'updated', ids: [id], region })),
  );
  await proposeCases(
    tx,
    ctx,
    silent.map(({ item }) => item),
    new Map(silent.map(({ item, worldAt }) => [item.source, worldAt])),
  );
  return silent.length;
}

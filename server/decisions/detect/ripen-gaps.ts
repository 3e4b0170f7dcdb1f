import type { Clock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { numberSql } from '../../db/guard-json.ts';
import type { Tx } from '../../db/transaction.ts';
import { waitsSql } from '../../events/ingest/index.ts';
import { refreshPositions } from '../../events/world/index.ts';
import { DECIDE } from './constants.ts';
import { findTimes } from './find-times.ts';
import { findSettings, STOCK_TYPE } from './noise/index.ts';
import { proposeCases } from './propose-cases.ts';
import { onFound } from './sweep-faults.ts';
import { watchStock } from './watch-stock.ts';
import { writeWatched } from './write-watched.ts';

/**
 * Stock whose figures have been apart for as long as they must ($3 milliseconds) although nobody counted again. $1 wall time now,
 * $2 partitions; a position belongs to that of its ledger. What waits in the log to be evaluated may bring them together.
 */
const RIPE = `
  FROM noise_state n JOIN stock_position p ON p.key = n.key JOIN stream s ON s.source = p.readings->0->>'source'
  CROSS JOIN LATERAL (SELECT CASE s.clock WHEN 'replay' THEN s.world_at ELSE $1::timestamptz END AS at) w
  WHERE n.type = '${STOCK_TYPE}' AND s.partition = ANY($2::smallint[])
    AND n.state->'apart' = 'true' AND n.state->'raised' = 'false' AND (n.next_at IS NULL OR n.next_at <= $1::timestamptz)
    AND ${numberSql(`n.state->'streak'`, 'since')}
      <= extract(epoch FROM w.at) * 1000 - $3::float8
    AND NOT ${waitsSql('x.subject_key = n.key')}`;

type Ripe = { key: string; item: string; site: string; region: string; unit: string; toldAt: Date; worldAt: Date };

/** How long figures must be apart before it counts, in milliseconds; null when stock is not watched so. */
async function holdOf(tx: Pick<Tx, '$queryRawUnsafe'>): Promise<number | null> {
  const setting = (await findSettings(tx)).find(({ type }) => type === STOCK_TYPE);
  return setting?.values.kind === 'tolerance' && setting.values.holdMinutes > 0
    ? setting.values.holdMinutes * 60_000
    : null;
}

/** Partitions with stock that has been apart for as long as it must, which no signal says. */
export async function findRipe(db: Database, clock: Clock, partitions: readonly number[]): Promise<number[]> {
  const hold = await holdOf(db.prisma);
  if (hold === null) return [];
  const { rows } = await db.pool.query<{ partition: number }>({
    name: 'decide-ripe',
    text: `SELECT DISTINCT s.partition ${RIPE}`,
    values: [clock.now().toISOString(), partitions, hold],
  });
  return rows.map(({ partition }) => partition);
}

/**
 * Raises stock whose figures have been apart for as long as the setting asks, although nobody counted it again: time passes
 * without signals. The caller holds the place of the partition.
 * @returns how many cases were raised.
 */
export async function ripenGaps(tx: Tx, clock: Clock, partition: number, limit: number): Promise<number> {
  const hold = await holdOf(tx);
  if (hold === null) return 0;
  const ripe = await tx.$queryRawUnsafe<Ripe[]>(
    `SELECT p.key, p.item, p.site, p.region, p.unit, p.told_at AS "toldAt", w.at AS "worldAt" ${RIPE} ORDER BY p.key LIMIT $4::int`,
    clock.now().toISOString(),
    [partition],
    hold,
    limit,
  );
  if (!ripe.length) return 0;
  return onFound(ripe, () => ripenFound(tx, clock, ripe));
}

async function ripenFound(tx: Tx, clock: Clock, ripe: readonly Ripe[]): Promise<number> {
  // Read again under the locks of the positions: somebody may have counted in between.
  const changes = await refreshPositions(tx, ripe);
  const ctx = asSystem(DECIDE, clock);
  const reached = new Map(ripe.map(({ key, worldAt }) => [key, worldAt.getTime()]));
  const touched = await writeWatched(tx, ctx, await watchStock(tx, ctx, { changes, takenBack: [], reached }));
  await proposeCases(tx, ctx, touched, await findTimes(tx, ctx, [], touched));
  return touched.length;
}

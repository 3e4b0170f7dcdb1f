import type { Clock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import type { Tx } from '../../db/transaction.ts';
import { waitsSql } from '../../events/ingest/index.ts';
import { DECIDE } from './constants.ts';
import { findTimes } from './find-times.ts';
import {
  findNamed,
  findSettings,
  foldSilence,
  lockStates,
  SENSOR_TYPE,
  TEMPERATURE,
  watchedSchema,
} from './noise/index.ts';
import { proposeCases } from './propose-cases.ts';
import { onFound, within } from './sweep-faults.ts';
import { casesOf, type FoldedKey, writeThings } from './watch-sensors.ts';
import { writeWatched } from './write-watched.ts';

/**
 * Things of which a device was outside its band when it was read last, for too short to count, and of which nothing has been read
 * since for as long as is called silence. A thing belongs to the partition of the stream that was heard of it last. $1 wall time
 * now, $2 partitions. What waits in the log to be evaluated is not silence.
 */
const UNHEARD = `
  FROM noise_state n
  JOIN stream s ON s.source = split_part(n.state->'now'->'last'->>'id', ' ', 1)
  CROSS JOIN LATERAL (SELECT CASE s.clock WHEN 'replay' THEN s.world_at ELSE $1::timestamptz END AS at) w
  WHERE n.silent_from IS NOT NULL AND n.type = '${SENSOR_TYPE}' AND s.partition = ANY($2::smallint[]) AND n.silent_from <= w.at
    AND (n.next_at IS NULL OR n.next_at <= $1::timestamptz)
    AND NOT ${waitsSql('x.subject_key = n.key')}`;

type Unheard = { key: string; worldAt: Date };

/** Partitions with things whose sensor has fallen silent outside its band before that could count. */
export async function findUnheard(db: Database, clock: Clock, partitions: readonly number[]): Promise<number[]> {
  const { rows } = await db.pool.query<{ partition: number }>({
    name: 'decide-unheard',
    text: `SELECT DISTINCT s.partition ${UNHEARD}`,
    values: [clock.now().toISOString(), partitions],
  });
  return rows.map(({ partition }) => partition);
}

/**
 * Raises excursions that have begun and whose sensor fell silent before they had held for long enough: a device that dies cannot
 * show that it is still outside. The caller holds the place of the partition.
 * @returns how many cases were raised.
 */
export async function raiseSilent(tx: Tx, clock: Clock, partition: number, limit: number): Promise<number> {
  const find = () =>
    tx.$queryRawUnsafe<Unheard[]>(
      `SELECT n.key, w.at AS "worldAt" ${UNHEARD} ORDER BY n.key LIMIT $3::int`,
      clock.now().toISOString(),
      [partition],
      limit,
    );
  const found = await find();
  if (!found.length) return 0;
  return onFound(found, () => raiseFound(tx, clock, found, find));
}

async function raiseFound(
  tx: Tx,
  clock: Clock,
  found: readonly Unheard[],
  find: () => Promise<Unheard[]>,
): Promise<number> {
  const setting = (await findSettings(tx)).find(({ type, measure }) => type === SENSOR_TYPE && measure === TEMPERATURE);
  if (setting?.values.kind !== 'band') return 0;
  const { values, version } = setting;
  const stored = await lockStates(
    tx,
    found.map(({ key }) => key),
  );
  // Asked again under the locks: a reading may have come in between.
  const still = (await find()).flatMap(({ key, worldAt }) => {
    const known = stored.get(key);
    if (known === undefined) return [];
    // One that cannot be read is computed again with its next reading.
    const watched = within({ key }, () => watchedSchema.parse(known));
    return [{ key, worldAt, watched: { ...watched, now: foldSilence(watched.now, worldAt.getTime(), values) } }];
  });
  const newest = await findNamed(
    tx,
    still.flatMap(({ watched: { now } }) => now.last?.id ?? []),
  );
  const folded = still.map(
    ({ key, watched, worldAt }): FoldedKey => ({
      key,
      watched,
      newest: newest.find((reading) => reading.key === key) ?? null,
      closed: [],
      corrected: false,
      reached: worldAt.getTime(),
    }),
  );
  const ctx = asSystem(DECIDE, clock);
  await writeThings(tx, folded, values, version, clock.now());
  const cases = await casesOf(
    tx,
    folded.filter(({ watched }) => watched.now.open !== null),
    values,
  );
  const touched = await writeWatched(tx, ctx, cases);
  await proposeCases(tx, ctx, touched, await findTimes(tx, ctx, [], touched));
  return touched.length;
}

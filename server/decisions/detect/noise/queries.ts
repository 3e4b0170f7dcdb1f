import type { RegionScope } from '../../../auth/rights.ts';
import type { Tx } from '../../../db/transaction.ts';
import { evaluatedSql } from '../../../events/world/index.ts';
import { SENSOR_TYPE, WATCHED } from './constants.ts';
import { inOrder, type Reading, type Verdict } from './fold-readings.ts';
import { readReading, type ToldReading } from './read-reading.ts';
import { type NoiseValues, noiseValuesSchema, type Suppressed } from './schema.ts';

export type StoredSetting = {
  type: string;
  measure: string;
  version: number;
  values: NoiseValues;
  changedBy: string;
  changedAt: Date;
};

/** The setting that holds for each type and measure that is watched; its default where none is stored yet. */
export async function findSettings(tx: Pick<Tx, '$queryRawUnsafe'>): Promise<StoredSetting[]> {
  const rows = await tx.$queryRawUnsafe<(Omit<StoredSetting, 'values'> & { values: unknown })[]>(
    `SELECT DISTINCT ON (type, measure) type, measure, version, "values", changed_by AS "changedBy", changed_at AS "changedAt"
     FROM noise_setting ORDER BY type, measure, version DESC`,
  );
  const stored = new Map(rows.map((row) => [`${row.type} ${row.measure}`, row]));
  return WATCHED.flatMap(({ type, measure, values }): StoredSetting[] => {
    const row = stored.get(`${type} ${measure}`);
    const read = noiseValuesSchema.safeParse(row?.values);
    // One that cannot be read must not keep signals from being evaluated: until it is set again, the default of this release holds.
    if (row && read.success) return [{ ...row, values: read.data }];
    return [{ type, measure, version: 0, values, changedBy: 'default', changedAt: new Date(0) }];
  });
}

/** Where keys stand, locked in the order of their keys for the rest of the transaction. */
export async function lockStates(tx: Tx, keys: readonly string[]): Promise<Map<string, unknown>> {
  const sorted = [...new Set(keys)].sort();
  // Two deciders may meet a key for the first time at once; the lock is there before the row is.
  await tx.$executeRawUnsafe(
    `SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) FROM unnest($1::text[]) AS k(key) ORDER BY key`,
    sorted,
  );
  const rows = await tx.noiseState.findMany({ where: { key: { in: sorted } }, select: { key: true, state: true } });
  return new Map(rows.map(({ key, state }) => [key, state]));
}

export type StateRow = {
  key: string;
  causeKey: string;
  type: string;
  measure: string;
  state: object;
  version: number;
  /** When silence will raise what has begun, in ms of event time; null where nothing of the kind is under way. */
  silentFrom: number | null;
};

/** Stores where keys stand. */
export async function writeStates(tx: Tx, rows: readonly StateRow[], at: Date): Promise<void> {
  if (!rows.length) return;
  await tx.$executeRawUnsafe(
    `INSERT INTO noise_state (key, cause_key, type, measure, state, version, silent_from, updated_at)
     SELECT key, "causeKey", type, measure, state, version, "silentFrom", $2::timestamptz
     FROM jsonb_to_recordset($1::jsonb) AS r(key text, "causeKey" text, type text, measure text, state jsonb, version int,
          "silentFrom" timestamptz)
     ON CONFLICT (key) DO UPDATE SET state = excluded.state, version = excluded.version, silent_from = excluded.silent_from,
       updated_at = excluded.updated_at, fault = NULL, tries = 0, next_at = NULL`,
    JSON.stringify(
      rows.map(({ silentFrom, ...row }) => ({
        ...row,
        silentFrom: silentFrom === null ? null : new Date(silentFrom).toISOString(),
      })),
    ),
    at.toISOString(),
  );
}

const VERDICTS = ['quiet', 'deadband', 'debounced', 'correlated', 'raised', 'late'] as const;

/** Counts verdicts: what was seen, and what became of it. */
export function countVerdicts(verdicts: readonly Verdict[]): Suppressed {
  const sum: Suppressed = { seen: 0, quiet: 0, deadband: 0, debounced: 0, correlated: 0, raised: 0, late: 0 };
  for (const verdict of verdicts) {
    sum.seen += 1;
    sum[verdict] += 1;
  }
  return sum;
}

/** Adds what a batch made of the readings of one type and measure to the count of its hour of wall time. */
export async function addCounts(
  tx: Tx,
  { type, measure }: { type: string; measure: string },
  counts: Suppressed,
  at: Date,
): Promise<void> {
  if (!counts.seen) return;
  await tx.$executeRawUnsafe(
    `INSERT INTO noise_count (type, measure, hour, seen, ${VERDICTS.join(', ')})
     VALUES ($1, $2, date_trunc('hour', $3::timestamptz, 'UTC'), $4::bigint, ${VERDICTS.map((_, n) => `$${n + 5}::bigint`).join(', ')})
     ON CONFLICT (type, measure, hour) DO UPDATE SET seen = noise_count.seen + excluded.seen,
       ${VERDICTS.map((name) => `${name} = noise_count.${name} + excluded.${name}`).join(', ')}`,
    type,
    measure,
    at.toISOString(),
    counts.seen,
    ...VERDICTS.map((name) => counts[name]),
  );
}

export type CountRow = Suppressed & { type: string; measure: string };

/** What each setting did with the readings since an instant of wall time. */
export async function findCounts(tx: Pick<Tx, '$queryRawUnsafe'>, since: Date): Promise<CountRow[]> {
  return tx.$queryRawUnsafe<CountRow[]>(
    `SELECT type, measure, sum(seen)::float8 AS seen, ${VERDICTS.map((name) => `sum(${name})::float8 AS ${name}`).join(', ')}
     FROM noise_count WHERE hour >= $1::timestamptz GROUP BY type, measure`,
    since.toISOString(),
  );
}

type HistoryRow = Parameters<typeof readReading>[0] & { seq: bigint };

const READINGS = `
  SELECT s.seq, s.source, s.id, s.type, s.region, s.event_at AS "eventAt", s.data, s.subject_key AS "subjectKey"
  FROM signal s`;
const STANDS = `NOT EXISTS (SELECT 1 FROM retraction r
  WHERE r.source = s.source AND r.signal_id = s.id AND r.by_source_id = s.source_id AND r.finding IS NULL)`;

/** Readings asked for at once. */
const PAGE = 2_000;

/**
 * Readings of one thing from an instant of event time on, up to a place in the log, without what was taken back, in the order in
 * which they happened, in pages: a thing may have a life of millions. No instant is split over two pages.
 * @param from ms of event time; null for all there are.
 */
export async function* pageReadings(
  tx: Tx,
  key: string,
  from: number | null,
  upTo: bigint,
): AsyncGenerator<ToldReading[]> {
  const stands = `s.type = '${SENSOR_TYPE}' AND s.subject_key = $1 AND ${evaluatedSql('s', '$3::bigint')} AND ${STANDS}`;
  for (let next = from === null ? '-infinity' : new Date(from).toISOString(); ; ) {
    const rows = await tx.$queryRawUnsafe<HistoryRow[]>(
      `${READINGS} WHERE ${stands} AND s.event_at >= $2::timestamptz ORDER BY s.event_at LIMIT ${PAGE}`,
      key,
      next,
      upTo,
    );
    const last = rows.at(-1)?.eventAt;
    const isWhole = rows.length < PAGE || !last;
    const rest = isWhole
      ? []
      : await tx.$queryRawUnsafe<HistoryRow[]>(
          `${READINGS} WHERE ${stands} AND s.event_at = $2::timestamptz`,
          key,
          last.toISOString(),
          upTo,
        );
    const page = isWhole ? rows : [...rows.filter(({ eventAt }) => eventAt < last), ...rest];
    yield inOrder(page.flatMap((row) => readReading(row) ?? []));
    if (isWhole) return;
    next = new Date(last.getTime() + 1).toISOString();
  }
}

/** Readings looked at for one that tells the measure in a unit that is known. */
const NEWEST = 50;

/** The newest reading of a thing that stands, up to a place in the log; null when there is none. */
export async function findNewest(tx: Tx, key: string, upTo: bigint): Promise<ToldReading | null> {
  const rows = await tx.$queryRawUnsafe<HistoryRow[]>(
    `${READINGS} WHERE s.type = '${SENSOR_TYPE}' AND s.subject_key = $1 AND ${evaluatedSql('s', '$2::bigint')} AND ${STANDS}
     ORDER BY s.event_at DESC, s.source || ' ' || s.id COLLATE "C" DESC LIMIT $3::int`,
    key,
    upTo,
    NEWEST,
  );
  return inOrder(rows.flatMap((row) => readReading(row) ?? [])).at(-1) ?? null;
}

/** Readings by their names ("source id"), of whatever thing. */
export async function findNamed(tx: Tx, names: readonly string[]): Promise<ToldReading[]> {
  if (!names.length) return [];
  const rows = await tx.$queryRawUnsafe<HistoryRow[]>(
    `${READINGS} JOIN unnest($1::text[], $2::text[]) AS n(source, id) ON s.source = n.source AND s.id = n.id`,
    // A source holds no space.
    names.map((name) => name.slice(0, name.indexOf(' '))),
    names.map((name) => name.slice(name.indexOf(' ') + 1)),
  );
  return rows.flatMap((row) => readReading(row) ?? []);
}

/** The newest readings of all things, for a trial. */
export async function findNewestReadings(
  tx: Pick<Tx, '$queryRawUnsafe'>,
  { regions }: RegionScope,
  limit: number,
): Promise<ToldReading[]> {
  const rows = await tx.$queryRawUnsafe<HistoryRow[]>(
    `${READINGS} WHERE s.type = '${SENSOR_TYPE}' AND ${STANDS} AND ($2::text[] IS NULL OR s.region = ANY($2))
     ORDER BY s.seq DESC LIMIT $1::int`,
    limit,
    regions,
  );
  return rows.flatMap((row) => readReading(row) ?? []);
}

/** Readings by the key of their thing. */
export function byKey<Told extends Reading & { key: string }>(readings: readonly Told[]): Map<string, Told[]> {
  const groups = new Map<string, Told[]>();
  for (const reading of readings) {
    const group = groups.get(reading.key);
    if (group) group.push(reading);
    else groups.set(reading.key, [reading]);
  }
  return groups;
}

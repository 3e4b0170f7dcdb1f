import type { Context } from '../../core/context.ts';
import type { Tx } from '../../db/transaction.ts';
import { findGoods } from '../../events/world/index.ts';
import type { EvaluatedSignal } from '../../events/world/schema.ts';
import { COLD_CHAIN } from '../agents/index.ts';
import { describeExcursion } from './describe-excursion.ts';
import { findBands } from './find-bands.ts';
import {
  addCounts,
  type BandSetting,
  byKey,
  countVerdicts,
  type Episode,
  findNewest,
  findSettings,
  foldThing,
  inOrder,
  type Kept,
  lockStates,
  openPast,
  readReading,
  SENSOR_TYPE,
  silenceAt,
  TEMPERATURE,
  type ToldReading,
  UNWATCHED,
  type Verdict,
  type Watched,
  watchedSchema,
  writeSnapshots,
  writeStates,
} from './noise/index.ts';
import { lockOpenCases, type OpenCase } from './queries.ts';
import type { WatchedCase } from './write-watched.ts';

type Sensed = {
  readings: readonly EvaluatedSignal[];
  /** What was taken back: of which thing, and when it was said to have happened (ms of event time). */
  takenBack: readonly { key: string; at: number }[];
  upTo: bigint;
  /** World time of each stream that the batch has brought. */
  reached: ReadonlyMap<string, Date>;
};

/** A thing after the batch: what it came to, and what it stands at. */
export type FoldedKey = {
  key: string;
  /** Null when nothing that was read of it stands any more. */
  newest: ToldReading | null;
  watched: Watched;
  closed: Episode[];
  /** Whether a reading of it was taken back in this batch. */
  corrected: boolean;
  /** To where world time has come, in ms. */
  reached: number;
};

/**
 * Takes readings into what is known of their things and says which cases open, change and close.
 * @param takenBack readings that were taken back: their things are worked out again without them.
 * @param upTo place in the log up to which readings are evaluated.
 */
export async function watchSensors(
  tx: Tx,
  ctx: Context,
  { readings, takenBack, upTo, reached }: Sensed,
): Promise<WatchedCase[]> {
  const told = readings.flatMap((signal) => readReading(signal) ?? []);
  const groups = byKey(told);
  const again = new Map<string, number>();
  for (const { key, at } of takenBack)
    if (key.startsWith('|sensor|')) again.set(key, Math.min(at, again.get(key) ?? at));
  const keys = [...new Set([...groups.keys(), ...again.keys()])].sort();
  if (!keys.length) return [];
  const setting = (await findSettings(tx)).find(({ type, measure }) => type === SENSOR_TYPE && measure === TEMPERATURE);
  if (setting?.values.kind !== 'band') return [];
  const { values, version } = setting;
  const stored = await lockStates(tx, keys);
  const standing: ToldReading[] = [];
  for (const key of again.keys()) {
    const newest = await findNewest(tx, key, upTo);
    if (newest) standing.push(newest);
  }
  const bands = await findBands(tx, [...told, ...standing], values);

  const folded: (FoldedKey & { changed: boolean; kept: Kept })[] = [];
  const verdicts: Verdict[] = [];
  for (const key of keys) {
    const known = stored.get(key);
    // A state that cannot be read is worked out anew: one thing must not keep all others waiting.
    const stands = known === undefined ? null : watchedSchema.safeParse(known);
    const before = stands?.success ? stands.data : UNWATCHED;
    const banded = (list: readonly ToldReading[]) => list.flatMap((reading) => bands(reading) ?? []);
    const fresh = banded(groups.get(key) ?? []);
    const corrected = again.has(key);
    const newest = inOrder(fresh).at(-1) ?? standing.find((reading) => reading.key === key) ?? null;
    if (!newest && !corrected) continue;
    const worldAt = reached.get(newest?.source ?? '')?.getTime() ?? 0;
    const result = await foldThing(before, fresh, {
      setting: values,
      past: openPast(tx, key, upTo, banded),
      takenBackAt: again.get(key) ?? null,
      unreadable: stands?.success === false,
      reached: worldAt,
    });
    verdicts.push(...result.verdicts);
    const { watched, closed, kept } = result;
    const open = before.now.open !== null || watched.now.open !== null;
    folded.push({
      key,
      newest,
      watched,
      closed,
      kept,
      corrected,
      reached: worldAt,
      changed: open || closed.length > 0,
    });
  }
  const at = ctx.clock.now();
  await writeThings(tx, folded, values, version, at);
  await writeSnapshots(tx, folded);
  await addCounts(tx, { type: SENSOR_TYPE, measure: TEMPERATURE }, countVerdicts(verdicts), at);
  return casesOf(
    tx,
    folded.filter(({ changed }) => changed),
    values,
  );
}

/** Stores where things stand. */
export async function writeThings(
  tx: Tx,
  things: readonly Pick<FoldedKey, 'key' | 'watched'>[],
  setting: BandSetting,
  version: number,
  at: Date,
): Promise<void> {
  await writeStates(
    tx,
    things.map(({ key, watched }) => ({
      key,
      causeKey: caseKeyOf(key),
      type: SENSOR_TYPE,
      measure: TEMPERATURE,
      state: watched,
      version,
      silentFrom: silenceAt(watched.now, setting),
    })),
    at,
  );
}

const caseKeyOf = (key: string): string => `${COLD_CHAIN}:${key}`;

/** The cases of things whose excursions began, went on or ended. */
export async function casesOf(tx: Tx, folded: readonly FoldedKey[], setting: BandSetting): Promise<WatchedCase[]> {
  if (!folded.length) return [];
  const open = await lockOpenCases(
    tx,
    folded.map(({ key }) => caseKeyOf(key)),
    [],
  );
  const recorded = await findRecorded(
    tx,
    folded.filter(({ closed }) => closed.length).map(({ key }) => caseKeyOf(key)),
  );
  const goods = await findGoods(
    tx,
    folded.flatMap(({ newest, watched, closed }) => {
      const since = [...closed, ...(watched.now.open ? [watched.now.open] : [])].map((episode) => episode.since);
      const at = new Date(Math.min(newest?.at ?? 0, ...since)).toISOString();
      return newest ? [{ thing: newest.thing, shipment: newest.shipment, at }] : [];
    }),
  );
  return folded.flatMap((one) => {
    const key = caseKeyOf(one.key);
    const existing = open.find((row) => row.key === key) ?? null;
    const theirs = goods.filter(({ thing }) => thing === one.newest?.thing);
    const spans = recorded.filter((row) => row.key === key);
    return matchEpisodes(one, existing, spans).map(({ episode, row }) =>
      describeExcursion({ caseKey: key, one, episode, existing: row, goods: theirs, setting }),
    );
  });
}

type Span = { key: string; occurredAt: Date; closedWorldAt: Date | null };

/** Which excursion belongs to the open case, which ones have a case already, and which ones are new. */
export function matchEpisodes(
  { watched, closed }: Pick<FoldedKey, 'watched' | 'closed'>,
  existing: OpenCase | null,
  recorded: readonly Span[],
): { episode: Episode | null; row: OpenCase | null }[] {
  const overlaps = ({ since, closedAt }: Episode) =>
    recorded.some(({ occurredAt, closedWorldAt }) => {
      const end = closedWorldAt?.getTime() ?? Number.POSITIVE_INFINITY;
      return since <= end && (closedAt ?? Number.POSITIVE_INFINITY) >= occurredAt.getTime();
    });
  const last = watched.now.open;
  const fresh = closed.filter((episode) => !overlaps(episode));
  if (!existing) return [...fresh, ...(last ? [last] : [])].map((episode) => ({ episode, row: null }));
  // The open case goes on with the excursion that covers its beginning; without any, it never was one.
  const begun = existing.occurredAt.getTime();
  const theirs =
    [...fresh, ...(last ? [last] : [])].find(({ closedAt }) => closedAt === null || closedAt >= begun) ?? null;
  const others = [...fresh, ...(last ? [last] : [])].filter((episode) => episode !== theirs);
  return [{ episode: theirs, row: existing }, ...others.map((episode) => ({ episode, row: null }))];
}

/** Closed cases of some keys. */
async function findRecorded(tx: Tx, keys: string[]): Promise<Span[]> {
  if (!keys.length) return [];
  return tx.disruption.findMany({
    where: { key: { in: keys }, state: 'closed' },
    select: { key: true, occurredAt: true, closedWorldAt: true },
  });
}

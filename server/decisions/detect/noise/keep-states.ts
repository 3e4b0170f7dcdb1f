import type { Tx } from '../../../db/transaction.ts';
import { type Reading, type ThingState, thingStateSchema } from './fold-readings.ts';
import type { Kept, Past } from './fold-thing.ts';
import { pageReadings } from './queries.ts';
import type { ToldReading } from './read-reading.ts';

/** States looked at for one that can be read. */
const LOOKED_AT = 5;
const PAGE = 50;

type Row = { at: Date; id: string; state: unknown };

/**
 * What a thing has behind it, from the log and the states that were kept.
 * @param upTo place in the log up to which readings are evaluated.
 * @param judge gives readings the band they are judged by, and leaves out those that have none.
 */
export function openPast(
  tx: Tx,
  key: string,
  upTo: bigint,
  judge: (readings: readonly ToldReading[]) => Reading[],
): Past {
  return {
    readings: async function* (from) {
      for await (const page of pageReadings(tx, key, from, upTo)) yield judge(page);
    },
    keptBefore: async (at) => {
      const rows = await tx.$queryRawUnsafe<Row[]>(
        `SELECT at, id, state FROM sensor_snapshot WHERE key = $1 AND at < $2::timestamptz
         ORDER BY at DESC, id COLLATE "C" DESC LIMIT ${LOOKED_AT}`,
        key,
        Number.isFinite(at) ? new Date(at).toISOString() : 'infinity',
      );
      return rows.flatMap(readState)[0] ?? null;
    },
    kept: async function* (from) {
      for (let after: Row = { at: new Date(from ?? 0), id: '', state: null }, first = true; ; first = false) {
        const rows: Row[] = await tx.$queryRawUnsafe<Row[]>(
          `SELECT at, id, state FROM sensor_snapshot
           WHERE key = $1 AND (at, id COLLATE "C") > ($2::timestamptz, $3) ORDER BY at, id COLLATE "C" LIMIT ${PAGE}`,
          key,
          from === null && first ? '-infinity' : after.at.toISOString(),
          after.id,
        );
        yield* rows.flatMap(readState);
        const last = rows.at(-1);
        if (!last || rows.length < PAGE) return;
        after = last;
      }
    },
  };
}

/** One that an older build wrote otherwise counts as none. */
function readState({ state }: Row): ThingState[] {
  const read = thingStateSchema.safeParse(state);
  return read.success ? [read.data] : [];
}

/** Stores the states to keep of things, after what no longer holds is gone. */
export async function writeSnapshots(tx: Tx, things: readonly { key: string; kept: Kept }[]): Promise<void> {
  const drops = things.flatMap(({ key, kept: { drop } }) => drop.map(({ after, until }) => ({ key, after, until })));
  if (drops.length)
    await tx.$executeRawUnsafe(
      `DELETE FROM sensor_snapshot s USING jsonb_to_recordset($1::jsonb)
         AS d(key text, after timestamptz, "afterId" text, until timestamptz, "untilId" text)
       WHERE s.key = d.key AND s.at >= coalesce(d.after, '-infinity') AND s.at <= coalesce(d.until, 'infinity')
         AND (s.at, s.id) IS DISTINCT FROM (d.after, d."afterId") AND (s.at, s.id) IS DISTINCT FROM (d.until, d."untilId")`,
      JSON.stringify(
        drops.map(({ key, after, until }) => ({
          key,
          after: after && new Date(after.at),
          afterId: after?.id ?? null,
          until: until && new Date(until.at),
          untilId: until?.id ?? null,
        })),
      ),
    );
  const adds = things.flatMap(({ key, kept: { add } }) =>
    add.flatMap((state) => (state.last ? [{ key, at: new Date(state.last.at), id: state.last.id, state }] : [])),
  );
  if (adds.length)
    await tx.$executeRawUnsafe(
      `INSERT INTO sensor_snapshot (key, at, id, state)
       SELECT DISTINCT ON (key, at, id) key, at, id, state
       FROM jsonb_to_recordset($1::jsonb) AS r(key text, at timestamptz, id text, state jsonb)
       ON CONFLICT (key, at, id) DO UPDATE SET state = excluded.state`,
      JSON.stringify(adds),
    );
}

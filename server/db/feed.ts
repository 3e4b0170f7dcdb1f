import type { FeedArea } from '../realtime/frames.ts';
import { reservePlaces, seqSql, type Tx } from './transaction.ts';

export type FeedRow = { area: FeedArea; kind: string; ids: string[]; region: string };

/** Name of the NOTIFY channel that wakes the tails. What it says are the areas that changed, so that nobody is woken for others. */
export const FEED_CHANNEL = 'holdpoint_feed';

/** The rows of `feedInsert`. `at` is wall time. */
export const feedRows = (at: Date, rows: FeedRow[]): Record<string, unknown>[] =>
  rows.map((row, place) => ({ ...row, place, at: at.toISOString() }));

/** SQL that inserts `feedRows` given as the JSON parameter `rows`, from place `first` on. Ends in its FROM, so that a WHERE may follow. */
export const feedInsert = (rows: string, first: string) =>
  `INSERT INTO feed (seq, area, kind, ids, region, at)
   SELECT ${seqSql(`${first} + r.place`)}, r.area, r.kind, r.ids, r.region, r.at
   FROM jsonb_to_recordset(${rows}::jsonb) AS r(place int, area text, kind text, ids text[], region text, at timestamptz)`;

/** Appends what changed to the feed, in the transaction that changed it. `at` is wall time. */
export async function appendFeed(tx: Tx, at: Date, rows: FeedRow[]): Promise<void> {
  if (!rows.length) return;
  const first = reservePlaces(tx, 'feed', rows.length);
  await tx.$executeRawUnsafe(
    `WITH added AS (${feedInsert('$1', '$2::int')}) SELECT pg_notify('${FEED_CHANNEL}', $3)`,
    JSON.stringify(feedRows(at, rows)),
    first,
    [...new Set(rows.map(({ area }) => area))].join(' '),
  );
}

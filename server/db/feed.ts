import type { FeedArea } from '../realtime/frames.ts';
import { reservePlaces, seqSql, type Tx } from './transaction.ts';

export type FeedRow = { area: FeedArea; kind: string; ids: string[]; region: string };

/** Name of the NOTIFY channel that wakes the tails. */
export const FEED_CHANNEL = 'holdpoint_feed';

/** Appends what changed to the feed, in the transaction that changed it. `at` is wall time. */
export async function appendFeed(tx: Tx, at: Date, rows: FeedRow[]): Promise<void> {
  if (!rows.length) return;
  const first = reservePlaces(tx, 'feed', rows.length);
  await tx.$executeRawUnsafe(
    `WITH added AS (
       INSERT INTO feed (seq, area, kind, ids, region, at)
       SELECT ${seqSql('$2::int + r.place')}, r.area, r.kind, r.ids, r.region, $3::timestamptz
       FROM jsonb_to_recordset($1::jsonb) AS r(place int, area text, kind text, ids text[], region text))
     SELECT pg_notify('${FEED_CHANNEL}', '')`,
    JSON.stringify(rows.map((row, place) => ({ ...row, place }))),
    first,
    at.toISOString(),
  );
}

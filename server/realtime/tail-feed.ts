import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/client.ts';
import { FEED_CHANNEL } from '../db/feed.ts';
import { listenChannel } from '../db/listen-channel.ts';
import { HORIZON_SQL } from '../db/transaction.ts';
import type { FeedArea } from './frames.ts';

export type FeedEntry = { seq: number; area: FeedArea; kind: string; ids: string[]; region: string; at: string };

// Order is by feed.seq, the number; `seq` alone would be this text, in which 10 comes before 9.
const COLUMNS = `seq::text, area, kind, ids, region, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at`;
const PAGE = 1000;
const IDLE_MS = 500; // should a notification be lost
const PENDING_MS = 3; // rows are there but a running transaction may still come before them

type Row = Omit<FeedEntry, 'seq'> & { seq: string };
const entryOf = (row: Row): FeedEntry => ({ ...row, seq: Number(row.seq) });

/** Feed rows after `after` up to and with `upTo`, in order, at most `limit` of those past the first `offset`. */
export async function readFeed(
  db: Database,
  after: number,
  upTo: number,
  limit = PAGE,
  offset = 0,
): Promise<FeedEntry[]> {
  const { rows } = await db.pool.query<Row>(
    `SELECT ${COLUMNS} FROM feed WHERE seq > $1 AND seq <= $2 ORDER BY feed.seq LIMIT $3 OFFSET $4`,
    [after, upTo, limit, offset],
  );
  return rows.map(entryOf);
}

/** The first and last seq of the feed, 0 when it is empty, and the one up to which it was rolled off by age. */
export async function feedBounds(db: Database): Promise<{ first: number; last: number; rolledOff: number }> {
  const { rows } = await db.pool.query<Record<'first' | 'last' | 'rolledOff', string | null>>(
    `SELECT min(seq)::text AS first, max(seq)::text AS last,
            (SELECT seq::text FROM cursor WHERE name = 'retention') AS "rolledOff"
     FROM feed WHERE seq < ${HORIZON_SQL}`,
  );
  const [row] = rows;
  return { first: Number(row?.first ?? 0), last: Number(row?.last ?? 0), rolledOff: Number(row?.rolledOff ?? 0) };
}

/**
 * Follows the feed from its present end and hands each new row over once, in order, none left out
 * (see docs/decisions/0003-sequence-from-transaction-id.md). Woken by NOTIFY, else every half second.
 */
export async function tailFeed(db: Database, log: Logger, deliver: (entries: FeedEntry[]) => void) {
  let cursor = (await feedBounds(db)).last;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let reading = false;
  let again = false;

  const read = async (): Promise<void> => {
    if (stopped) return;
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    clearTimeout(timer);
    let pause = IDLE_MS;
    try {
      do {
        again = false;
        const { rows } = await db.pool.query<Row & { settled: boolean }>({
          name: 'tail-feed',
          text: `SELECT ${COLUMNS}, seq < ${HORIZON_SQL} AS settled FROM feed WHERE seq > $1 ORDER BY feed.seq LIMIT ${PAGE}`,
          values: [cursor],
        });
        const pending = rows.findIndex((row) => !row.settled);
        const settled = (pending < 0 ? rows : rows.slice(0, pending)).map(({ settled: _, ...row }) => entryOf(row));
        const last = settled.at(-1);
        if (last) {
          cursor = last.seq;
          deliver(settled);
        }
        if (pending >= 0) pause = PENDING_MS;
        else if (rows.length === PAGE) again = true;
      } while (again && !stopped);
    } catch (error) {
      if (!stopped) log.error({ err: error }, 'the feed could not be read; trying again');
    } finally {
      reading = false;
      if (!stopped) timer = setTimeout(() => void read(), pause);
    }
  };

  const listener = await listenChannel(db, FEED_CHANNEL, log, () => void read());
  void read();
  return {
    position: () => cursor,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await listener.stop();
    },
  };
}

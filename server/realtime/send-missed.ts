import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../db/client.ts';
import type { FollowedSocket } from './follow-people.ts';
import { frameOf } from './frames.ts';
import { limitWork } from './limit-work.ts';
import { hears, roomsOf } from './rooms.ts';
import { feedBounds, readFeed } from './tail-feed.ts';

/** A screen that was away for more frames than this fetches everything anew instead. */
const MOST_MISSED = 5_000;
const PAGE = 500;
/** Reads of missed rows at once in one process: most connections stay for everything else. */
const READS_AT_ONCE = 2;
const REST_MS = 1_000;

/**
 * Answers `resume`: for a socket one at a time and at most one a second. Of those asked for meanwhile the last is answered, and
 * none once the socket is gone.
 */
export function openResume(db: Database) {
  const inTurn = limitWork(READS_AT_ONCE);

  /** Sends what was missed before this socket joined; what came since was already sent live, so nothing comes twice. */
  async function send(socket: FollowedSocket, after: number): Promise<void> {
    const until = socket.data.joinedAt;
    const read = <T>(work: () => Promise<T>) => inTurn(() => socket.connected, work);
    const bounds = await read(() => feedBounds(db));
    if (!bounds) return;
    const { first, rolledOff } = bounds;
    if (after > until || after < rolledOff || (first > 0 && after > 0 && after < first - 1))
      return void socket.emit('reset', { seq: until });
    const beyond = await read(() => readFeed(db, after, until, 1, MOST_MISSED));
    if (beyond === null) return;
    if (beyond.length) return void socket.emit('reset', { seq: until });
    for (let from = after; ; ) {
      const page = await read(() => readFeed(db, from, until, PAGE));
      if (!page || !socket.connected) return;
      const rooms = roomsOf(socket.data.person); // as they are now: they may have changed since the last page
      for (const entry of page) if (hears(rooms, entry.region)) socket.emit('frame', frameOf(entry));
      if (page.length < PAGE) return;
      from = page.at(-1)?.seq ?? until;
    }
  }

  return async (socket: FollowedSocket, after: number): Promise<void> => {
    const { data } = socket;
    data.wanted = after;
    if (data.resuming) return;
    data.resuming = true;
    try {
      while (data.wanted !== null && socket.connected) {
        const wanted = data.wanted;
        data.wanted = null;
        const rest = sleep(REST_MS);
        await send(socket, wanted);
        await rest;
      }
    } finally {
      data.resuming = false;
    }
  };
}

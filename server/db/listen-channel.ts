import type pg from 'pg';
import type { Logger } from '../core/logger.ts';
import type { Database } from './client.ts';
import { type Limits, SESSION } from './constants.ts';
import { openSession } from './open-pool.ts';

const RETRY_MS = 1_000;
/** A connection that only listens never learns that it is dead; so it asks. */
const ASK_MS = 10_000;

/**
 * Calls `wake` on every NOTIFY of a channel, over a connection of its own that is made again when it breaks or no longer answers.
 * It is handed what the notification says. Notifications in between are lost: `wake` is called without when it is made again, and whoever listens also looks by itself now and then.
 */
export async function listenChannel(
  { url, watch }: Pick<Database, 'url' | 'watch'>,
  channel: string,
  log: Logger,
  wake: (payload?: string) => void,
  { askMs = ASK_MS, limits = SESSION }: { askMs?: number; limits?: Limits } = {},
): Promise<{ stop(): Promise<void> }> {
  let stopped = false;
  let session: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;

  const ask = async (): Promise<void> => {
    // A failure reaches us as the loss of the connection.
    await session?.query('SELECT 1').catch(() => {});
    if (session && !stopped) timer = setTimeout(() => void ask(), askMs);
  };
  const again = () => {
    session = null;
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => void connect(true), RETRY_MS);
  };
  const connect = async (wakes: boolean): Promise<void> => {
    let opened: pg.Client | null = null;
    try {
      opened = await openSession(url, { limits, watch, name: channel }, again);
      opened.on('notification', ({ payload }) => wake(payload));
      await opened.query(`LISTEN ${channel}`);
      session = opened;
      timer = setTimeout(() => void ask(), askMs);
      if (wakes) wake();
      if (stopped) void opened.end().catch(() => {});
    } catch (error) {
      log.warn({ err: error, channel }, 'cannot listen for changes; trying again');
      opened?.removeAllListeners('notification');
      void opened?.end().catch(() => {});
      again();
    }
  };
  await connect(false);
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await session?.end().catch(() => {});
    },
  };
}

import pg from 'pg';
import type { Logger } from '../core/logger.ts';

const RETRY_MS = 1_000;

/**
 * Calls `wake` on every NOTIFY of a channel, over a connection of its own that is made again when it breaks. Notifications
 * in between are lost, so whoever listens also looks by itself now and then.
 */
export async function listenChannel(
  url: string,
  channel: string,
  log: Logger,
  wake: () => void,
): Promise<{ stop(): Promise<void> }> {
  let stopped = false;
  let client: pg.Client | null = null;
  let retry: NodeJS.Timeout | undefined;
  const connect = async (): Promise<void> => {
    if (stopped) return;
    const session = new pg.Client({ connectionString: url, application_name: `holdpoint-${channel}` });
    client = session;
    const again = () => {
      if (stopped || client !== session) return;
      client = null;
      retry = setTimeout(() => void connect(), RETRY_MS);
    };
    session.on('error', again);
    session.on('notification', wake);
    try {
      await session.connect();
      await session.query(`LISTEN ${channel}`);
    } catch (error) {
      log.warn({ err: error, channel }, 'cannot listen for changes; trying again');
      again();
    }
  };
  await connect();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(retry);
      await client?.end().catch(() => {});
    },
  };
}

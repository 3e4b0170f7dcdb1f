import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import pg from 'pg';
import type { Limits } from './constants.ts';
import { causeOf, type DatabaseWatch, NO_ANSWER } from './watch-database.ts';

/** How connections are made. */
type Connecting = {
  limits: Limits;
  watch: DatabaseWatch;
  /** As pg_stat_activity shows it. */
  name: string;
  /** False: a commit is answered before it is on disk. */
  synchronousCommit?: boolean;
};

/** The settings of a connection. Times in milliseconds; 0 is no limit. */
function settingsOf(url: string, { limits, name, synchronousCommit = true }: Connecting): pg.PoolConfig {
  return {
    connectionString: url,
    application_name: `holdpoint-${name}`,
    // Prisma's adapter reads a timestamptz as if the session were in UTC, whatever zone the server is set to.
    options: `-c timezone=UTC${synchronousCommit ? '' : ' -c synchronous_commit=off'}`,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: limits.connect,
    statement_timeout: limits.statement,
    lock_timeout: limits.lock,
    idle_in_transaction_session_timeout: limits.idle,
  };
}

/** What the driver has and its types leave out: the messages of the server, and whether it owes an answer. */
type Wired = { connection: EventEmitter & { stream: Socket }; readyForQuery: boolean };

/**
 * Follows a connection: what the server ends is noted, and a socket over which nothing comes for longer than any statement may
 * take is given up. PostgreSQL cannot tell of that one: to it, or to us, the connection looks open.
 */
function follow(client: pg.ClientBase, { limits, watch }: Connecting): void {
  const wired = client as unknown as Wired;
  const { connection } = wired;
  connection.on('readyForQuery', watch.answered);
  connection.on('errorMessage', (message: unknown) => {
    const cause = causeOf(message);
    if (cause) watch.note(cause);
  });
  const { stream } = connection;
  stream.setTimeout(limits.answer);
  stream.on('timeout', () => {
    if (wired.readyForQuery) return; // nothing was asked
    watch.note('answer');
    const words = `The database did not answer within ${limits.answer / 1_000} s; the connection is given up.`;
    stream.destroy(Object.assign(new Error(words), { code: NO_ANSWER }));
  });
}

/** A pool that notes why a connection could not be had. */
class WatchedPool extends pg.Pool {
  constructor(
    settings: pg.PoolConfig,
    private readonly watch: DatabaseWatch,
  ) {
    super(settings);
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(answer: Parameters<pg.Pool['connect']>[0]): void;
  override connect(answer?: Parameters<pg.Pool['connect']>[0]): Promise<pg.PoolClient> | undefined {
    if (!answer)
      return super.connect().catch((error: unknown) => {
        this.note(error);
        throw error;
      });
    super.connect((error, client, done) => {
      if (error) this.note(error);
      answer(error, client, done);
    });
    return undefined;
  }

  private note(error: unknown): void {
    const cause = causeOf(error);
    if (cause) this.watch.note(cause);
  }
}

/** Opens a pool of at most `max` connections, each made when it is needed first. */
export function openPool(url: string, max: number, connecting: Connecting): pg.Pool {
  const pool = new WatchedPool({ ...settingsOf(url, connecting), max }, connecting.watch);
  pool.on('connect', (client) => follow(client, connecting));
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  return pool;
}

/**
 * Opens one connection outside any pool.
 * @param lost called once when it breaks after it was open.
 * @throws Error when it cannot be made in time.
 */
export async function openSession(url: string, connecting: Connecting, lost: () => void): Promise<pg.Client> {
  const session = new pg.Client(settingsOf(url, connecting));
  let open = false;
  session.on('error', () => {
    if (!open) return;
    open = false;
    lost();
  });
  try {
    await session.connect();
  } catch (error) {
    const cause = causeOf(error);
    if (cause) connecting.watch.note(cause);
    void session.end().catch(() => {});
    throw error;
  }
  open = true;
  follow(session, connecting);
  return session;
}

import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { type PostgresPlace, placePostgres } from './place-postgres.ts';

const run = promisify(execFile);
const USER = 'holdpoint';
const DATABASE = 'holdpoint';
const START_MS = 60_000; // recovery after a crash may take its time
const STOP_MS = 30_000;

export type EmbeddedPostgres = {
  /** Of the database `holdpoint`. */
  url: string;
  /** Whether a server was already running on this data, left by a parent that was killed or owned by another process. */
  adopted: boolean;
  /** Stops the server, unless another living process owns it. */
  stop(): Promise<void>;
};

export type EmbeddedOptions = {
  /** TOWER_DATA_DIR, absolute. The server's files go into `postgres` under it, or where the log says. */
  dataDir: string;
  log: (line: string) => void;
  /** Extra settings, for example `fsync=off` for throw-away data. */
  settings?: Record<string, string>;
  /** Called when the server dies under us. */
  onLost?: (why: Error) => void;
};

/**
 * Starts the PostgreSQL that came with the npm packages, or adopts the one that already runs on this data.
 * It listens on loopback only, with a random password kept in a file that only its owner reads.
 * @throws Error when it cannot start, with PostgreSQL's own last words.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const place = placePostgres(options.dataDir);
  for (const note of place.notes) options.log(note);
  const password = prepareHome(place);
  const data = path.join(place.home, 'data');
  if (existsSync(data)) await checkVersion(place, data);
  else await initialise(place, data);

  // A second try, because another process may start the same server at this moment.
  let server = (await findRunning(data, password)) ?? (await launch(place, data, password, options));
  server ??= await findRunning(data, password);
  if (!server) throw new Error(`PostgreSQL does not start on ${data}:\n${lastWords(place)}`);

  const { pid, port, adopted } = server;
  const owner = path.join(place.home, 'owner');
  const other = adopted && existsSync(owner) ? Number(readFileSync(owner, 'utf8')) : 0;
  const owned = !other || other === process.pid || !isAlive(other);
  if (owned) writeFileSync(owner, String(process.pid));
  await createDatabase(urlOf(password, port, 'postgres'));
  return {
    url: urlOf(password, port, DATABASE),
    adopted,
    stop: async () => {
      if (owned) await stopServer(pid, server);
    },
  };
}

type Running = { pid: number; port: number; adopted: boolean; stopping?: boolean };

const urlOf = (password: string, port: number, database: string) =>
  `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`;

function prepareHome({ home, account }: PostgresPlace): string {
  if (!existsSync(home)) mkdirSync(home, { mode: 0o700 });
  if (account) chownSync(home, account.uid, account.gid);
  const file = path.join(home, 'password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (account) chownSync(file, account.uid, account.gid);
  return readFileSync(file, 'utf8').trim();
}

const program = (place: PostgresPlace, name: string) =>
  path.join(place.programs, process.platform === 'win32' ? `${name}.exe` : name);

/** Makes a new data folder beside its final name, so that an interrupted initdb leaves nothing that looks whole. */
async function initialise(place: PostgresPlace, data: string): Promise<void> {
  const fresh = `${data}.${process.pid}`;
  rmSync(fresh, { recursive: true, force: true });
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--encoding=UTF8'];
  const login = ['--auth=scram-sha-256', `--pwfile=${path.join(place.home, 'password')}`, `--username=${USER}`];
  const initdb = program(place, 'initdb');
  await run(initdb, ['-D', fresh, ...login, ...locale, '--no-instructions'], { ...place.account, cwd: place.home });
  try {
    renameSync(fresh, data);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(data)) throw error; // else another process was faster
  }
}

/** @throws Error when the data was written by another major version, which this one would refuse less clearly. */
async function checkVersion(place: PostgresPlace, data: string): Promise<void> {
  const written = readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim();
  const { stdout } = await run(program(place, 'postgres'), ['--version'], { ...place.account, cwd: place.home });
  const have = /\d+/.exec(stdout)?.[0];
  if (written === have) return;
  throw new Error(
    `The data in ${data} was written by PostgreSQL ${written}, and this is PostgreSQL ${have}. ` +
      'Move it over with pg_dump and pg_restore, or begin anew with another TOWER_DATA_DIR.',
  );
}

/** The server that runs on this data, if one does. Waits for one that is still starting or stopping. */
async function findRunning(data: string, password: string): Promise<Running | undefined> {
  for (const until = Date.now() + START_MS; Date.now() < until; await sleep(100)) {
    const file = path.join(data, 'postmaster.pid');
    if (!existsSync(file)) return undefined;
    const lines = readFileSync(file, 'utf8').split('\n');
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    if (!pid || !isAlive(pid)) return undefined; // left by a crash: PostgreSQL clears it when it starts
    if (!port) continue; // the line is still to be written
    const answer = await greet(urlOf(password, port, 'postgres'), data);
    if (answer === 'ours') return { pid, port, adopted: true };
    if (answer === 'stranger') return undefined; // the pid and port belong to something else now
  }
  return undefined;
}

/** Asks whether the server on a port is the one on this data. */
async function greet(url: string, data: string): Promise<'ours' | 'stranger' | 'silent'> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    return rows[0] && path.resolve(rows[0].data_directory) === path.resolve(data) ? 'ours' : 'stranger';
  } catch (error) {
    // 57P03: starting up or shutting down. 28P01: another server, with another password.
    return (error as { code?: string }).code === '28P01' ? 'stranger' : 'silent';
  } finally {
    await client.end().catch(() => {});
  }
}

/** Whether a process runs. One that ended but was never reaped, as under a PID 1 that does not care, does not. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, 'utf8'));
}

/** Starts the server and waits until it answers. Undefined when it ended instead. */
async function launch(place: PostgresPlace, data: string, password: string, options: EmbeddedOptions) {
  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'log', // refused statements are the caller's to report, and may hold data
    ...options.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // To a file, not a pipe: the server may outlive us, and its words are wanted then most of all.
  const log = openSync(path.join(place.home, 'log'), 'w', 0o600);
  const child = spawn(program(place, 'postgres'), ['-D', data, '-p', String(port), ...flags], {
    ...place.account,
    cwd: place.home,
    detached: true, // Ctrl-C must reach us first, not PostgreSQL
    stdio: ['ignore', 'ignore', log],
  });
  closeSync(log);
  let ended = false;
  child.once('error', () => (ended = true));
  child.once('exit', () => (ended = true));
  for (const until = Date.now() + START_MS; !ended && Date.now() < until; await sleep(25)) {
    if ((await greet(urlOf(password, port, 'postgres'), data)) !== 'ours' || !child.pid) continue;
    const server: Running = { pid: child.pid, port, adopted: false };
    child.once('exit', (code) => {
      if (!server.stopping) options.onLost?.(new Error(`PostgreSQL ended (code ${code}):\n${lastWords(place)}`));
    });
    child.unref();
    return server;
  }
  return undefined;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

const lastWords = ({ home }: PostgresPlace) =>
  readFileSync(path.join(home, 'log'), 'utf8').trim().split('\n').slice(-12).join('\n');

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${DATABASE}`);
  } catch (error) {
    if ((error as { code?: string }).code !== '42P04') throw error; // it exists
  } finally {
    await client.end();
  }
}

async function stopServer(pid: number, server: Running): Promise<void> {
  server.stopping = true;
  if (!isAlive(pid)) return;
  process.kill(pid, 'SIGINT'); // "fast" shutdown: sessions are ended, everything is written
  for (const until = Date.now() + STOP_MS; Date.now() < until; await sleep(25)) if (!isAlive(pid)) return;
  throw new Error(`PostgreSQL (pid ${pid}) did not stop within ${STOP_MS / 1000} s.`);
}

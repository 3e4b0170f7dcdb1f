import { once } from 'node:events';
import pg from 'pg';
import { freePort } from '../../scripts/processes.mjs';
import { openBench } from '../tower.ts';
import { type Answer, Person, send } from './call-people.ts';

export const SOURCE_KEY = 'demo-source-key';
export const GATEWAY_KEY = 'demo-gateway-key';

/** A tower with everything about it that an attack needs. */
export type Target = Awaited<ReturnType<typeof openTarget>>;

/** One attack: what is tried, what a review saw on 29 November 2026, and how to try it again. */
export type Attack = {
  /** What is tried, in the product's words. */
  name: string;
  /** What it gave then. */
  before: string;
  /** The longest that `/healthz` may take meanwhile, in milliseconds; above it the attack has worked whatever was answered. */
  mostMs?: number;
  run(target: Target): Promise<{ now: string; held: boolean }>;
};

const FIRST_PORT = 4340;

/** Starts what `npm run demo` starts, on data of its own and on loopback: sandbox, tower with its database, the company's feed. */
export async function openTarget() {
  const bench = await openBench();
  try {
    const port = await freePort(FIRST_PORT);
    const url = `http://127.0.0.1:${port}`;
    const sandboxPort = await freePort(port + 10);
    const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
    const shared = { NODE_ENV: 'production', TOWER_DATA_DIR: bench.dataDir, LOG_LEVEL: 'error' };
    await bench.run(
      ['dist/sandbox/main.js'],
      { ...shared, SANDBOX_PORT: String(sandboxPort) },
      `${sandboxUrl}/healthz`,
    );
    const env = {
      ...shared,
      TOWER_DEMO: '1',
      TOWER_GRACE_SECONDS: '20',
      PORT: String(port),
      NEXTAUTH_URL: url,
      SANDBOX_URL: sandboxUrl,
      DATABASE_URL: '', // its own, as in a demo
    };
    const { pid } = await bench.run(['--enable-source-maps', 'dist/main.js'], env, `${url}/readyz`);
    await bench.run(['dist/feed/main.js'], { ...shared, TOWER_URL: url, TOWER_KEY: SOURCE_KEY }, `${url}/healthz`);
    const admin = new pg.Client({ connectionString: bench.databaseUrl });
    admin.on('error', () => {}); // it goes when the database is stopped
    await admin.connect();
    const people = new Map<string, Promise<Person>>();
    return {
      url,
      port,
      sandboxPort,
      pid,
      databaseUrl: bench.databaseUrl,
      /** The database as whoever installed it sees it: to read what the tower keeps, and to make people the product cannot make yet. */
      query: async <T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> =>
        (await admin.query<T>(text, values)).rows,
      /** Somebody who is signed in, the same for all who ask. */
      as: (account: string): Promise<Person> => {
        const known = people.get(account) ?? Person.signIn(url, account);
        people.set(account, known);
        return known;
      },
      /** A session of somebody's own. */
      fresh: (account: string): Promise<Person> => Person.signIn(url, account),
      /** A call of the machine API. */
      machine: (key: string, path: string, init: RequestInit = {}): Promise<Answer> =>
        send(`${url}/api/v1${path}`, { ...init, headers: { authorization: `Bearer ${key}`, ...init.headers } }),
      close: async () => {
        const gone = once(admin, 'end').catch(() => {});
        await admin.end();
        await gone;
        await bench.close();
      },
    };
  } catch (error) {
    await bench.close();
    throw error;
  }
}

let n = 0;
/** A signal that means nothing, of a stream of its own. */
export const tick = (source: string): string =>
  JSON.stringify({ specversion: '1.0', id: `attack-${process.pid}-${n++}`, source, type: 'clock.advanced', data: {} });

/** Sends one such signal. */
export const sendTick = (target: Target, key: string, source = `/attack/${key}`): Promise<Answer> =>
  target.machine(key, '/signals', {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: tick(source),
  });

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Asks again until the answer is true, or the time is up. @returns whether it became true. */
export async function until(milliseconds: number, isSo: () => boolean | Promise<boolean>): Promise<boolean> {
  for (const end = performance.now() + milliseconds; performance.now() < end; await pause(100))
    if (await isSo()) return true;
  return isSo();
}

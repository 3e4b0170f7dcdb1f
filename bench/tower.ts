import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../scripts/processes.mjs';
import { DEMO_PASSWORD } from '../server/auth/constants.ts';
import { startEmbeddedPostgres } from '../server/db/embedded-postgres.ts';
import type { Target } from './load.ts';

const SECRET = 'bench-only-secret-of-more-than-32-characters';
const FIRST_PORT = 4310;

/** Signs in as the demo's planner. @returns the cookie of the session. */
async function signIn(url: string, email = 'planner@example.com'): Promise<string> {
  const cookieOf = (answer: Response) => answer.headers.getSetCookie().map((line) => line.split(';')[0]);
  const first = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await first.json()) as { csrfToken: string };
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: 'POST',
    headers: { cookie: cookieOf(first).join('; ') },
    body: new URLSearchParams({ csrfToken, email, password: DEMO_PASSWORD, json: 'true' }),
  });
  if (!answer.ok) throw new Error(`${email} could not sign in: ${answer.status}`);
  return cookieOf(answer).join('; ');
}

/** A PostgreSQL on data that is thrown away, and the processes that are measured on it. */
export async function openBench() {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'holdpoint-bench-'));
  chmodSync(dataDir, 0o755); // PostgreSQL may run as another account than we do
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => {} });
  const started: ChildProcess[] = [];

  /** Starts a process and waits until an address of its answers. @returns how to stop it, and its pid. */
  const run = async (args: string[], env: Record<string, string>, ready: string) => {
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    started.push(child);
    for (let tries = 0; tries < 600; tries++) {
      const up = await fetch(ready).then(
        (response) => response.status < 500,
        () => false,
      );
      if (up) return { pid: child.pid ?? 0, kill: () => void child.kill('SIGKILL') };
      if (child.exitCode !== null) throw new Error(`${args.join(' ')} ended with ${child.exitCode}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${args.join(' ')} did not come up`);
  };

  /** The product as it is built, and where a planner listens while the demo source posts. */
  const startTower = async () => {
    const port = await freePort(FIRST_PORT);
    const url = `http://127.0.0.1:${port}`;
    const env = {
      NODE_ENV: 'production',
      TOWER_DEMO: '1',
      DATABASE_URL: postgres.url,
      PORT: String(port),
      NEXTAUTH_URL: url,
      NEXTAUTH_SECRET: SECRET,
      LOG_LEVEL: 'warn',
      TOWER_DATA_DIR: dataDir,
      SANDBOX_URL: 'http://127.0.0.1:9',
    };
    const { pid } = await run(['--enable-source-maps', 'dist/main.js'], env, `${url}/readyz`);
    const cookie = await signIn(url);
    const target = (type: string): Omit<Target, 'body'> => ({
      url: `${url}/api/v1/signals`,
      headers: { 'content-type': type, authorization: 'Bearer demo-source-key' },
      socket: { url, path: '/api/socket', headers: { cookie, origin: url } },
    });
    return { pid, url, target, signIn: (email: string) => signIn(url, email) };
  };

  return {
    dataDir,
    databaseUrl: postgres.url,
    run,
    startTower,
    close: async () => {
      const gone = started.map((child) =>
        child.exitCode !== null || child.signalCode !== null
          ? null
          : new Promise((resolve) => child.once('exit', resolve)),
      );
      for (const child of started) child.kill('SIGTERM');
      await Promise.all(gone);
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

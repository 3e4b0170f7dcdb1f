// Ingest to websocket: a signal is posted, and the clock runs until its id arrives on a socket after it was evaluated and stored.
// Ours beside two hand-written limits of the same shape (one transaction a signal; group commit), in one run, on one PostgreSQL.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encode } from 'next-auth/jwt';
import pg from 'pg';
import { startEmbeddedPostgres } from '../server/db/embedded-postgres.ts';
import { cpuOf } from './cpu.ts';
import { type LoadOptions, runLoad, type Target } from './load.ts';

const SECRET = 'bench-only-secret-of-more-than-32-characters';
const TOWER_PORT = 4310;
const BASE_PORT = 4311;
const shared = path.resolve(process.env.HOLDPOINT_SHARED ?? '../shared', 'bench');
const seconds = Number(process.argv[2] ?? 8);

const started: ChildProcess[] = [];
async function run(args: string[], env: Record<string, string>, ready: string): Promise<number> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  started.push(child);
  for (let i = 0; i < 600; i++) {
    const up = await fetch(ready).then(
      (response) => response.status < 500,
      () => false,
    );
    if (up) return child.pid ?? 0;
    if (child.exitCode !== null) throw new Error(`${args.join(' ')} ended with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${args.join(' ')} did not come up`);
}

/** A purchase order line as a CloudEvent; one in a hundred is overdue on arrival, so that detection, agent and policy run too. */
function signal(id: string): unknown {
  const n = Number(/-(\d+)-$/.exec(id)?.[1]);
  const day = n % 100 === 0 ? '2026-01-05' : '2099-01-05';
  return {
    specversion: '1.0',
    id,
    source: '/bench/erp',
    type: 'purchase-order.sent',
    time: '2026-01-02T08:00:00Z',
    datacontenttype: 'application/json',
    data: {
      line: {
        orderNumber: `PO-${id}`,
        lineNumber: id,
        shipment: `ASN-${id}`,
        supplier: `Supplier ${n % 20}`,
        item: `Item ${n % 500}`,
        itemGroup: 'general',
        origin: `Site ${n % 20}`,
        destination: `Country ${n % 40}`,
        region: 'bench',
        customer: `Programme ${n % 10}`,
        mode: 'truck',
        quantity: 100 + (n % 900),
        packUnit: '60 tablets',
        value: 1000 + (n % 9000),
        currency: 'USD',
        firstLine: false,
        scheduledDelivery: day,
      },
    },
  };
}

const baseline: Target = {
  url: `http://127.0.0.1:${BASE_PORT}/ingest`,
  headers: { 'content-type': 'application/json' },
  body: ([id = '']) =>
    JSON.stringify({
      id,
      schema: 'signal/1',
      source: 'bench',
      type: 'stock',
      region: 'EU',
      entity: 'sku-1',
      site: 'wh-1',
      qty: 7,
      valueCents: 100,
      delayHours: 1,
      severity: 1,
      confidence: 1,
      note: 'carrier reports congestion at transshipment port; next update in 4 h',
    }),
  socket: { url: `http://127.0.0.1:${BASE_PORT}`, path: '/socket.io', headers: {} },
};

const dataDir = mkdtempSync(path.join(tmpdir(), 'holdpoint-bench-'));
chmodSync(dataDir, 0o755);
const postgres = await startEmbeddedPostgres({ dataDir, log: () => {} });
const admin = new pg.Client({ connectionString: postgres.url });
await admin.connect();
const postmaster = Number(
  (await admin.query(`SELECT pg_read_file('postmaster.pid') AS text`)).rows[0].text.split('\n')[0],
);
const table: Record<string, string | number>[] = [];

async function measure(name: string, target: Target, pid: number, options: LoadOptions) {
  const before = [cpuOf([pid]), cpuOf([postmaster])];
  const result = await runLoad(target, options);
  const cpu = [cpuOf([pid]), cpuOf([postmaster])].map((after, i) => (after - (before[i] ?? 0)) / result.delivered);
  const row = {
    target: name,
    load:
      'rate' in options
        ? `${options.rate}/s`
        : `${options.callers} callers${options.batch ? ` × ${options.batch}` : ''}`,
    'signals/s': result.perSecond,
    'p50 ms': result.latency.p50,
    'p99 ms': result.latency.p99,
    'CPU-ms/signal': cpu.map((ms) => ms.toFixed(2)).join(' + '),
    lost: result.accepted - result.delivered,
    doubled: result.doubled,
    refused: result.refused,
  };
  table.push(row);
  console.log(JSON.stringify(row));
}

try {
  const closed: LoadOptions = { callers: 32, seconds };
  const calm: LoadOptions = { rate: 40, seconds };
  if (existsSync(path.join(shared, 'targets/baseline-http.mjs'))) {
    for (const variant of ['tx', 'batch']) {
      await admin.query(`DROP DATABASE IF EXISTS base WITH (FORCE)`);
      await admin.query('CREATE DATABASE base');
      const url = new URL(postgres.url);
      url.pathname = '/base';
      const base = new pg.Client({ connectionString: url.href });
      await base.connect();
      await base.query(`CREATE TABLE signal (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id text NOT NULL UNIQUE, body jsonb NOT NULL, received_at timestamptz NOT NULL DEFAULT now());
        CREATE TABLE decision (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, signal_id text NOT NULL UNIQUE, decision text NOT NULL, rule text NOT NULL, decided_at timestamptz NOT NULL DEFAULT now())`);
      await base.end();
      const env = { DEPS: process.cwd(), DATABASE_URL: url.href, PORT: String(BASE_PORT), VARIANT: variant };
      const pid = await run([path.join(shared, 'targets/baseline-http.mjs')], env, `http://127.0.0.1:${BASE_PORT}/`);
      await runLoad(baseline, { callers: 8, seconds: 2 });
      await measure(
        `baseline, ${variant === 'tx' ? 'one transaction a signal' : 'group commit'}`,
        baseline,
        pid,
        closed,
      );
      await measure(`baseline, ${variant === 'tx' ? 'one transaction a signal' : 'group commit'}`, baseline, pid, calm);
      const child = started.pop();
      child?.kill('SIGKILL');
    }
  } else {
    console.log(
      'The hand-written baseline is absent: set HOLDPOINT_SHARED to the folder that holds bench/. Only our own figures follow.',
    );
  }

  const tower = await run(
    ['--enable-source-maps', 'dist/main.js'],
    {
      NODE_ENV: 'production',
      TOWER_DEMO: '1',
      DATABASE_URL: postgres.url,
      PORT: String(TOWER_PORT),
      NEXTAUTH_URL: `http://127.0.0.1:${TOWER_PORT}`,
      NEXTAUTH_SECRET: SECRET,
      LOG_LEVEL: 'warn',
      TOWER_DATA_DIR: dataDir,
      SANDBOX_URL: 'http://127.0.0.1:9',
    },
    `http://127.0.0.1:${TOWER_PORT}/readyz`,
  );
  const planner = (await admin.query(`SELECT id FROM "user" WHERE email = 'planner@example.com'`)).rows[0].id;
  const cookie = `next-auth.session-token=${await encode({ token: { sub: planner }, secret: SECRET })}`;
  const headers = (type: string) => ({ 'content-type': type, authorization: 'Bearer demo-source-key' });
  const socket = {
    url: `http://127.0.0.1:${TOWER_PORT}`,
    path: '/api/socket',
    headers: { cookie, origin: `http://127.0.0.1:${TOWER_PORT}` },
  };
  const single: Target = {
    url: `http://127.0.0.1:${TOWER_PORT}/api/v1/signals`,
    headers: headers('application/cloudevents+json'),
    body: ([id = '']) => JSON.stringify(signal(id)),
    socket,
  };
  const batched: Target = {
    ...single,
    headers: headers('application/cloudevents-batch+json'),
    body: (ids) => JSON.stringify(ids.map(signal)),
  };
  await runLoad(single, { callers: 8, seconds: 3 });
  await measure('Holdpoint', single, tower, closed);
  await measure('Holdpoint', single, tower, calm);
  await measure('Holdpoint', batched, tower, { callers: 8, batch: 50, seconds });
  const { rows } = await admin.query(
    'SELECT (SELECT count(*) FROM signal) AS signals, (SELECT count(*) FROM order_line) AS lines, (SELECT count(*) FROM disruption) AS disruptions',
  );
  console.log('stored', rows[0]);
  console.table(table);
} finally {
  for (const child of started) child.kill('SIGTERM');
  await admin.end();
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

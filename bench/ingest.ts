// Ingest to websocket: a signal is posted, and the clock runs until its id arrives on a socket after it was evaluated and stored.
// Ours beside two hand-written limits of the same shape (one transaction a signal; group commit), in one run, on one PostgreSQL.
import { existsSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { freePort } from '../scripts/processes.mjs';
import { cpuOf } from './cpu.ts';
import { type LoadOptions, runLoad, type Target } from './load.ts';
import { orderSignal } from './signal.ts';
import { openBench } from './tower.ts';

const shared = path.resolve(process.env.HOLDPOINT_SHARED ?? '../shared', 'bench');
const seconds = Number(process.argv[2] ?? 8);
const bench = await openBench();
const BASE_PORT = await freePort(4350);

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

const admin = new pg.Client({ connectionString: bench.databaseUrl });
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
        ? `${options.rate}/s${options.batch ? ` in ${options.batch}s` : ''}`
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
  // As fast as 32 callers can; at the rates that are asked of us, on a fixed schedule; and a calm day.
  const loads: LoadOptions[] = [
    { callers: 32, seconds },
    { rate: 1_000, seconds },
    { rate: 40, seconds },
  ];
  if (existsSync(path.join(shared, 'targets/baseline-http.mjs'))) {
    for (const variant of ['tx', 'batch']) {
      await admin.query('DROP DATABASE IF EXISTS base WITH (FORCE)');
      await admin.query('CREATE DATABASE base');
      const url = new URL(bench.databaseUrl);
      url.pathname = '/base';
      const base = new pg.Client({ connectionString: url.href });
      await base.connect();
      await base.query(`CREATE TABLE signal (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id text NOT NULL UNIQUE, body jsonb NOT NULL, received_at timestamptz NOT NULL DEFAULT now());
        CREATE TABLE decision (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, signal_id text NOT NULL UNIQUE, decision text NOT NULL, rule text NOT NULL, decided_at timestamptz NOT NULL DEFAULT now())`);
      await base.end();
      const env = { DEPS: process.cwd(), DATABASE_URL: url.href, PORT: String(BASE_PORT), VARIANT: variant };
      const program = path.join(shared, 'targets/baseline-http.mjs');
      const { pid, kill } = await bench.run([program], env, `http://127.0.0.1:${BASE_PORT}/`);
      await runLoad(baseline, { callers: 8, seconds: 2 });
      const name = `baseline, ${variant === 'tx' ? 'one transaction a signal' : 'group commit'}`;
      for (const load of loads) await measure(name, baseline, pid, load);
      kill();
    }
  } else {
    console.log(
      'The hand-written baseline is absent: set HOLDPOINT_SHARED to the folder that holds bench/. Only our own figures follow.',
    );
  }

  const { pid, target } = await bench.startTower();
  const single: Target = {
    ...target('application/cloudevents+json'),
    body: ([id = '']) => JSON.stringify(orderSignal(id)),
  };
  const batched: Target = {
    ...target('application/cloudevents-batch+json'),
    body: (ids) => JSON.stringify(ids.map(orderSignal)),
  };
  await runLoad(single, { callers: 8, seconds: 3 });
  for (const load of loads) await measure('Holdpoint', single, pid, load);
  // Fifty a request: at the rate asked of us, and as fast as eight callers can.
  await measure('Holdpoint', batched, pid, { rate: 3_000, batch: 50, seconds });
  await measure('Holdpoint', batched, pid, { callers: 8, batch: 50, seconds });
  const { rows } = await admin.query(
    'SELECT (SELECT count(*) FROM signal) AS signals, (SELECT count(*) FROM order_line) AS lines, (SELECT count(*) FROM disruption) AS disruptions',
  );
  console.log('stored', rows[0]);
  console.table(table);
} finally {
  await admin.end();
  await bench.close();
}

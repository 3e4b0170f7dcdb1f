// Three times too much load for a minute (ASSURANCE E6): what is answered with 202 is stored and evaluated, the rest is told to
// come back, and memory stays bounded. First the tower's own limit is measured, then three times that is sent on a fixed schedule.
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { Connection } from './connection.ts';
import { runLoad, type Target } from './load.ts';
import { orderSignal } from './signal.ts';
import { openBench } from './tower.ts';

const TIMES = 3;
const BATCH = 50;
const seconds = Number(process.argv[2] ?? 60);
const MOST_CONNECTIONS = 1_000;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Resident memory of a process in MB; Linux only, NaN elsewhere. */
function memoryOf(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}

const bench = await openBench();
const admin = new pg.Client({ connectionString: bench.databaseUrl });
await admin.connect();
try {
  const { pid, target } = await bench.startTower();
  const batched: Target = {
    ...target('application/cloudevents-batch+json'),
    body: (ids) => JSON.stringify(ids.map(orderSignal)),
  };
  await runLoad(batched, { callers: 8, batch: BATCH, seconds: 5 });
  const limit = (await runLoad(batched, { callers: 8, batch: BATCH, seconds: 10 })).perSecond;
  const rate = Math.round(limit * TIMES);
  const before = memoryOf(pid);
  console.log(JSON.stringify({ limit: Math.round(limit), sent: rate, seconds, memoryMb: Math.round(before) }));

  const url = new URL(batched.url);
  const head = Object.entries(batched.headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  const idle: Connection[] = [];
  const open = new Set<Connection>();
  const answers = new Map<number, number>();
  const acceptedIds: string[] = [];
  let most = before;
  let offered = 0;
  let heldBack = 0;
  const watch = setInterval(() => {
    most = Math.max(most, memoryOf(pid));
  }, 250);

  const send = async (connection: Connection, first: number) => {
    const ids = Array.from({ length: BATCH }, (_, k) => `evt-over-${first + k}-`);
    const status = await connection.post(batched.body(ids));
    answers.set(status, (answers.get(status) ?? 0) + BATCH);
    if (status === 202) acceptedIds.push(...ids);
    if (connection.broken) open.delete(connection);
    else idle.push(connection);
  };
  const pending = new Set<Promise<void>>();
  const start = performance.now();
  const gap = (1000 * BATCH) / rate;
  for (let k = 0; k * gap < seconds * 1000; k++) {
    const wait = start + k * gap - performance.now();
    if (wait > 1) await pause(wait);
    offered += BATCH;
    let connection = idle.pop();
    // The server closes connections that nobody used for a while.
    while (connection?.broken) {
      open.delete(connection);
      connection = idle.pop();
    }
    if (!connection && open.size < MOST_CONNECTIONS) {
      connection = new Connection(url, head);
      open.add(connection);
    }
    if (!connection) {
      heldBack += BATCH; // every connection waits for an answer: this sender cannot even ask
      continue;
    }
    const sent: Promise<void> = send(connection, k * BATCH).finally(() => pending.delete(sent));
    pending.add(sent);
  }
  await Promise.all(pending);
  const took = (performance.now() - start) / 1000;
  clearInterval(watch);
  for (const connection of open) connection.close();

  const lagOf = async () => {
    const metrics = await (await fetch(new URL('/metrics', url))).text();
    return Math.max(
      ...[...metrics.matchAll(/holdpoint_evaluation_lag_seconds\{[^}]*\} ([\d.e+-]+)/g)].map(([, text]) =>
        Number(text),
      ),
    );
  };
  const lag = await lagOf();
  for (const until = performance.now() + 120_000; performance.now() < until && (await lagOf()) > 0; ) await pause(200);
  const { rows } = await admin.query(
    `SELECT count(*)::int AS stored, count(o.key)::int AS evaluated FROM unnest($1::text[]) AS t(id)
     JOIN signal s ON s.source = '/bench/erp' AND s.id = t.id LEFT JOIN order_line o ON o.key = s.source || '|' || s.id`,
    [acceptedIds],
  );
  const accepted = acceptedIds.length;
  console.log(
    JSON.stringify({
      offered,
      'offered/s': Math.round(offered / took),
      answers: Object.fromEntries([...answers].map(([status, signals]) => [status || 'broken', signals])),
      heldBack,
      'accepted/s': Math.round(accepted / took),
      lost: accepted - rows[0].stored,
      notEvaluated: accepted - rows[0].evaluated,
      'evaluation lag at the end, s': Math.round(lag * 10) / 10,
      memoryMb: {
        before: Math.round(before),
        most: Math.round(most),
        growth: Math.round(most - before),
        after: Math.round(memoryOf(pid)),
      },
    }),
  );
} finally {
  await admin.end();
  await bench.close();
}

// Three-step sagas a second: decisions become actions, each step a durable call to the sandbox enterprise, with audit and feed.
// Beside the same three calls made plainly one after another, with nothing written down, in the same run on the same sandbox.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createConnectors } from '../server/actions/connectors/index.ts';
import { expediteByAir } from '../server/actions/sagas/expedite-by-air.ts';
import { newId } from '../server/core/ids.ts';
import { openDatabase } from '../server/db/client.ts';
import { startEmbeddedPostgres } from '../server/db/embedded-postgres.ts';
import { FEED_CHANNEL } from '../server/db/feed.ts';
import { migrate } from '../server/db/migrate.ts';
import { insertDecision, sagaInput } from '../server/testing/factories.ts';
import { cpuOf } from './cpu.ts';

const SANDBOX_PORT = 4320;
const AT_ONCE = 32;
const seconds = Number(process.argv[2] ?? 8);
const sagas = seconds * 60;
const sandboxUrl = `http://127.0.0.1:${SANDBOX_PORT}`;

const started: ChildProcess[] = [];
function run(file: string, args: string[], env: Record<string, string>, ready: string): Promise<number> {
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    env: { ...process.env, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.push(child);
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      const text = chunk.toString();
      if (text.includes(ready)) resolve(child.pid ?? 0);
      else process.stdout.write(text);
    });
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
}

const dataDir = mkdtempSync(path.join(tmpdir(), 'holdpoint-bench-'));
chmodSync(dataDir, 0o755);
const postgres = await startEmbeddedPostgres({ dataDir, log: () => {} });
const table: Record<string, string | number>[] = [];
const row = (target: string, ms: number, cpuMs: number) => {
  table.push({
    target,
    sagas,
    'sagas/s': Math.round((sagas / ms) * 10_000) / 10,
    'CPU-ms/saga': Math.round((cpuMs / sagas) * 10) / 10,
  });
  console.log(JSON.stringify(table.at(-1)));
};

try {
  await migrate(postgres.url, path.resolve('prisma/migrations'));
  const db = openDatabase(postgres.url);
  const [{ text = '' } = {}] = (await db.pool.query(`SELECT pg_read_file('postmaster.pid') AS text`)).rows;
  const postmaster = Number(String(text).split('\n')[0]);
  const env = { SANDBOX_PORT: String(SANDBOX_PORT), TOWER_DATA_DIR: dataDir };
  const sandbox = await run('server/sandbox/main.ts', [], env, 'sandbox ready');

  // The baseline: the same calls with the same keys, one saga after another in each of a few lanes; a crash forgets them all.
  const connectors = createConnectors(sandboxUrl);
  const plain = async () => {
    const { steps } = expediteByAir.open(sagaInput());
    const id = newId();
    for (const step of steps) {
      const outcome = await step.run(connectors, { key: `${id}/${step.key}/do`, timeoutMs: 5_000 });
      if (outcome.kind !== 'done') throw new Error(outcome.reason);
    }
  };
  const lanes = async (count: number) => {
    let left = count;
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (left-- > 0) await plain();
      }),
    );
  };
  await lanes(100);
  const before = cpuOf([process.pid]);
  const began = performance.now();
  await lanes(sagas);
  row('baseline, three calls and nothing written', performance.now() - began, cpuOf([process.pid]) - before);

  const plane = await run('server/testing/action-plane-child.ts', [postgres.url, sandboxUrl, 'bench'], {}, 'acting');
  const carryOut = async (count: number) => {
    const ids: string[] = [];
    for (let at = 0; at < count; at += AT_ONCE) {
      const batch = Array.from({ length: Math.min(AT_ONCE, count - at) }, () => insertDecision(db, { kind: 'reject' }));
      for (const decision of await Promise.all(batch)) ids.push(decision.id);
    }
    const cpu = cpuOf([plane, sandbox, postmaster]);
    const start = performance.now();
    await db.pool.query(`UPDATE decision SET kind = 'approve', decided_at = now() WHERE id = ANY($1)`, [ids]);
    await db.pool.query(`NOTIFY ${FEED_CHANNEL}`);
    for (;;) {
      const done = await db.prisma.action.count({ where: { decisionId: { in: ids }, state: 'done' } });
      if (done === count) return { ms: performance.now() - start, cpuMs: cpuOf([plane, sandbox, postmaster]) - cpu };
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  await carryOut(60);
  const { ms, cpuMs } = await carryOut(sagas);
  row('Holdpoint, durable with audit and feed', ms, cpuMs);

  const effects = (await (await fetch(`${sandboxUrl}/effects`)).json()) as { keys: { count: number }[] };
  const doubled = effects.keys.filter((effect) => effect.count !== 1).length;
  console.table(table);
  console.log(`effects ${effects.keys.length}, of which doubled ${doubled}`);
  if (doubled) process.exitCode = 1;
  await db.close();
} finally {
  for (const child of started) child.kill('SIGKILL');
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

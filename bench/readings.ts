// What a thing with a long life costs: a look for sensors that fell silent, and readings that are taken back, at its beginning and
// in its middle. Prints the rows of the log that were read for it, which no load of the machine changes, and the time, of three.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { fixedClock, MINUTE } from '../server/core/clock.ts';
import { type Database, openDatabase } from '../server/db/client.ts';
import { startEmbeddedPostgres } from '../server/db/embedded-postgres.ts';
import { migrate } from '../server/db/migrate.ts';
import { evaluateBatch, findStale, findWork } from '../server/decisions/detect/index.ts';
import type { EvaluatedSignal } from '../server/events/world/schema.ts';
import { ALL_PARTITIONS, decisionPlane } from '../server/testing/decisions.ts';
import { storeLongLife } from '../server/testing/long-lives.ts';
import { storedSignal } from '../server/testing/signals.ts';
import { sensed } from '../server/testing/watches.ts';

const READINGS = Number(process.argv[2] ?? 500_000);
const TIMES = 3;
/** Signals in one batch; more than a tower takes, so that the life is taken in soon. */
const BATCH = 4_000;

const dataDir = mkdtempSync(path.join(tmpdir(), 'holdpoint-bench-'));
chmodSync(dataDir, 0o755);
const postgres = await startEmbeddedPostgres({ dataDir, log: () => {}, settings: { fsync: 'off' } });
const admin = new pg.Client({ connectionString: postgres.url });

const rowsRead = async (): Promise<number> => {
  const { rows } = await admin.query(
    `SELECT (SELECT seq_tup_read FROM pg_stat_user_tables WHERE relname = 'signal')
          + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE relname = 'signal') AS n`,
  );
  return Number(rows[0].n);
};

const table: Record<string, string | number>[] = [];
const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;

/** Does a thing three times, each over connections of its own: PostgreSQL counts what a session has read when it ends. */
async function measure(what: string, work: (db: Database, time: number) => Promise<unknown>): Promise<void> {
  const rows: number[] = [];
  const times: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const db = openDatabase(postgres.url, 4);
    await db.pool.query('SELECT 1');
    await db.prisma.$queryRaw`SELECT 1 AS one`;
    const before = await rowsRead();
    const began = performance.now();
    await work(db, time);
    times.push(Math.round(performance.now() - began));
    await db.close();
    await new Promise((resolve) => setTimeout(resolve, 300));
    rows.push((await rowsRead()) - before);
  }
  table.push({ what, 'rows of the log read': median(rows), ms: median(times) });
  console.log(JSON.stringify(table.at(-1)));
}

try {
  await migrate(postgres.url, path.resolve('prisma/migrations'));
  await admin.connect();
  const db = openDatabase(postgres.url, 4);
  const last = sensed(0, 10);
  const clock = fixedClock(new Date(last.eventAt.getTime() + 5 * MINUTE));
  const plane = decisionPlane(db, clock);
  await plane.begin();
  await db.pool.query(`UPDATE stream SET clock = 'wall'`);
  // Quiet for all its life, with an excursion that lasts at the end of it.
  await storeLongLife(db, last, READINGS, `CASE WHEN n > ${READINGS} - 30 THEN 10 ELSE 4 + n % 5 / 10.0 END`);
  await admin.query('VACUUM ANALYZE signal');
  const began = performance.now();
  const decide = async (on: Database) => {
    for (;;) {
      const partitions = await findWork(on, clock, ALL_PARTITIONS);
      if (!partitions.length) return;
      for (const partition of partitions) await evaluateBatch(on, clock, { epoch: 1n, partition, limit: BATCH });
    }
  };
  await decide(db);
  console.log(`${READINGS} readings taken in, in ${Math.round((performance.now() - began) / 1_000)} s`);
  await admin.query('VACUUM ANALYZE');
  await db.close();

  clock.advance(180 * MINUTE);
  await measure('a look for what fell silent', (on) => findStale(on, clock, ALL_PARTITIONS));
  let seq = (await admin.query('SELECT max(seq)::text AS seq FROM signal')).rows[0].seq as string;
  const takeBack = async (on: Database, n: number) => {
    seq = String(BigInt(seq) + 1n);
    const id = `${last.id}-life-${n}`;
    const { retracted: _, ...signal } = storedSignal({
      id: `retracts-${n}`,
      source: last.source,
      type: 'signal.retracted',
      eventAt: clock.now(),
      data: {
        retracts: { source: last.source, id },
        reason: 'did_not_occur',
        declaredAt: null,
        correctedBy: [],
        note: null,
      },
    } as EvaluatedSignal);
    const payloadHash = new Uint8Array(Buffer.from(signal.payloadHash, 'hex'));
    await on.prisma.signal.create({ data: { ...signal, seq: BigInt(seq), data: signal.data as object, payloadHash } });
    await decide(on);
  };
  await measure('one of the first readings taken back', (on, time) => takeBack(on, 10 + time));
  await measure('one in the middle taken back', (on, time) => takeBack(on, Math.round(READINGS / 2) + time * 7));
  console.table(table);
} finally {
  await admin.end().catch(() => {});
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

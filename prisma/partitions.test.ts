import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findEvaluations } from '../server/audit/index.ts';
import { fixedClock } from '../server/core/clock.ts';
import { openDatabase } from '../server/db/client.ts';
import { migrate } from '../server/db/migrate.ts';
import { evaluateBatch, findWork, LeaseLost } from '../server/decisions/detect/index.ts';
import { isEvaluated, readProgress } from '../server/events/ingest/index.ts';
import { TEST_NOW } from '../server/testing/contexts.ts';
import { testDatabase } from '../server/testing/database.ts';
import { ALL_PARTITIONS } from '../server/testing/decisions.ts';
import { orderedOn, orderLine, partitionOf } from '../server/testing/signals.ts';

const FIRST_RELEASE = '20261122120000_first_release';
const { db: beside, url } = await testDatabase();
const folder = mkdtempSync(path.join(tmpdir(), 'holdpoint-first-release-'));
const all = path.resolve(import.meta.dirname, 'migrations');
const target = new URL(url);
target.pathname = `${target.pathname}_upgraded`;
const name = target.pathname.slice(1);
await beside.pool.query(`CREATE DATABASE ${name} TEMPLATE template0`);
const db = openDatabase(target.href, 5);
const clock = fixedClock(TEST_NOW);
afterAll(async () => {
  await db.close();
  await beside.pool.query(`DROP DATABASE ${name} WITH (FORCE)`);
  rmSync(folder, { recursive: true });
});

const SOURCES = Array.from({ length: 12 }, (_, n) => `/plant/${n}`);
/** Ten signals of each of twelve streams, as the first release stored them, of which the first 70 were evaluated. */
const EVALUATED = 70;
const LEGACY_BATCHES = [40, EVALUATED];
const ids = (list: { source: string; id: string }[]) => list.map(({ source, id }) => `${source} ${id}`).sort();
const signals = Array.from({ length: 120 }, (_, n) => {
  const line = orderLine({ lineNumber: `${n}`, shipment: `ASN-${n}`, scheduledDelivery: '2099-01-01' });
  return { ...orderedOn('2026-11-01', line), source: SOURCES[n % 12] ?? '', seq: BigInt(n + 1) };
});

beforeAll(async () => {
  cpSync(path.join(all, FIRST_RELEASE), path.join(folder, FIRST_RELEASE), { recursive: true });
  await migrate(target.href, folder);
  for (const source of SOURCES)
    await db.pool.query(`INSERT INTO stream (source, source_id, clock) VALUES ($1, 'plant', 'wall')`, [source]);
  for (const { seq, source, id, type, region, eventAt, recordedAt, receivedAt, data, payloadHash } of signals)
    await db.pool.query(
      `INSERT INTO signal (seq, source, id, source_id, type, contract_version, region, event_at, recorded_at, received_at, data, payload_hash)
       VALUES ($1, $2, $3, 'plant', $4, 1, $5, $6, $7, $8, $9, decode($10, 'hex'))`,
      [seq.toString(), source, id, type, region, eventAt, recordedAt, receivedAt, JSON.stringify(data), payloadHash],
    );
  await db.pool.query(`INSERT INTO cursor (name, seq, epoch) VALUES ('decide', ${EVALUATED}, 5)`);
  for (const [place, last] of LEGACY_BATCHES.entries())
    await db.pool.query(
      `INSERT INTO audit_entry (seq, id, at, action, entity, entity_id, actor_kind, actor_id, bytes, hash)
       VALUES ($1, $2, now(), 'signals.evaluated', 'signals', lpad($3, 16, '0'), 'system', 'decide', '{}', '{}')`,
      [place + 1, `legacy-${last}`, String(last)],
    );
  await migrate(target.href, all);
});

test('a database of the first release goes on where it stood: what was evaluated is not evaluated again, the rest once', async () => {
  const before = await db.prisma.signal.findMany({ orderBy: { seq: 'asc' } });
  expect(before.map(({ partition }) => partition)).toEqual(signals.map(({ source }) => partitionOf(source)));
  expect(new Set(before.map(({ partition }) => partition)).size).toBeGreaterThan(3);

  for (const partition of await findWork(db, clock, ALL_PARTITIONS))
    await evaluateBatch(db, clock, { epoch: 1n, partition });
  expect(await findWork(db, clock, ALL_PARTITIONS)).toEqual([]);

  const batches = await db.prisma.auditEntry.findMany({ where: { entityId: { startsWith: 'p' }, entity: 'signals' } });
  const named = batches.flatMap(
    ({ bytes }): [string, string][] => JSON.parse(Buffer.from(bytes).toString()).after.signals,
  );
  expect(ids(named.map(([source, id]) => ({ source, id })))).toEqual(ids(signals.slice(EVALUATED)));
  const progress = await readProgress(db);
  expect(before.every((signal) => isEvaluated(progress, signal))).toBe(true);
});

test('the batch of a signal is found on either side of the change', async () => {
  const entryOf = async (seq: number) => {
    const stored = await db.prisma.signal.findUniqueOrThrow({ where: { seq: BigInt(seq) } });
    return { stored, entries: await findEvaluations(db, [stored]) };
  };
  expect((await entryOf(1)).entries.map(({ id }) => id)).toEqual(['legacy-40']);
  expect((await entryOf(41)).entries.map(({ id }) => id)).toEqual(['legacy-70']);
  const { stored, entries } = await entryOf(71);
  expect(entries).toHaveLength(1);
  expect(Buffer.from(entries[0]?.bytes ?? []).toString()).toContain(`["${stored.source}","${stored.id}"`);
});

test('a decider of the first release that runs on finds itself fenced off', async () => {
  const { rows } = await db.pool.query(
    `SELECT seq::text AS seq, epoch::text AS epoch FROM cursor WHERE name = 'decide'`,
  );
  expect(rows).toEqual([{ seq: String(EVALUATED), epoch: '9223372036854775807' }]);
});

test('a partition moved under a newer epoch is closed to an older one', async () => {
  const partition = partitionOf(SOURCES[0] ?? '');
  await evaluateBatch(db, clock, { epoch: 9n, partition });
  await expect(evaluateBatch(db, clock, { epoch: 8n, partition })).rejects.toBeInstanceOf(LeaseLost);
});

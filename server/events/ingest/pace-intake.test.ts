import { expect, test } from 'vitest';
import { logger } from '../../core/logger.ts';
import { testDatabase, untilSettled } from '../../testing/database.ts';
import { partitionOf } from '../../testing/signals.ts';
import { openGroupCommit } from './group-commit.ts';
import { type Paced, partOf, restFor, takeGroup } from './pace-intake.ts';
import { readLag } from './read-progress.ts';
import type { SignalRow } from './write-signals.ts';

const { db } = await testDatabase();

test.each([
  [0, 0],
  [0.5, 0],
  [1.5, 100],
  [3.5, 300],
  [60, 2_000],
  [301, 0],
])('with evaluation %d s behind, acceptance rests %i ms between commits', (lag, rest) => {
  expect(restFor(lag)).toBe(rest);
});

test('lag is the age of the oldest signal of a partition that is not evaluated', async () => {
  expect((await readLag(db.pool)).map(({ seconds }) => seconds)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  await db.pool.query(
    `INSERT INTO signal (seq, source, id, source_id, type, contract_version, region, event_at, recorded_at, received_at, data, payload_hash)
     SELECT n, '/lag', n::text, 'erp', 'clock.advanced', 1, 'global', now(), now(), now() - (90 - 10 * n) * interval '1 second', '{}', ''
     FROM generate_series(1, 3) AS n`,
  );
  await untilSettled(db);
  const lagOf = async () =>
    (await readLag(db.pool)).find(({ partition }) => partition === partitionOf('/lag'))?.seconds;
  expect(await lagOf()).toBeCloseTo(80, 0);
  await db.pool.query(`UPDATE cursor SET seq = 2 WHERE name = $1`, [`decide-${partitionOf('/lag')}`]);
  expect(await lagOf()).toBeCloseTo(60, 0);
});

/** A stream in each of two partitions. */
const behind = '/lag';
const free =
  Array.from({ length: 50 }, (_, n) => `/free/${n}`).find((name) => partitionOf(name) !== partitionOf(behind)) ?? '';
const waiting = (...names: string[]): (Paced & { n: number })[] => names.map((source, n) => ({ row: { source }, n }));

test.each<[string, number, number[], number[]]>([
  ['a partition that has rested is taken, and rests from here on', 100, [0, 1, 2, 3], []],
  ['one that rests is left where it is, and the others go on in their order', 99, [1, 3], [0, 2]],
])('%s', (_name, now, taken, left) => {
  const queue = waiting(behind, free, behind, free);
  const until = new Map([[partitionOf(behind), 100]]);
  const group = takeGroup(queue, { rests: new Map([[partitionOf(behind), 40]]), until, now, most: 10 });
  expect([group.map(({ n }) => n), queue.map(({ n }) => n)]).toEqual([taken, left]);
  expect(until.get(partitionOf(behind))).toBe(now >= 100 ? now + 40 : 100);
  expect(group.every((one) => one.partition === partOf(one))).toBe(true);
});

test('where nothing is behind all are taken, as many as fit', () => {
  const queue = waiting(behind, free, behind);
  expect(takeGroup(queue, { rests: new Map(), until: new Map([[0, 1e9]]), now: 0, most: 2 }).map(({ n }) => n)).toEqual(
    [0, 1],
  );
  expect(queue.map(({ n }) => n)).toEqual([2]);
});

test('a stream whose partition is far behind does not hold up one of another partition', async () => {
  await db.pool.query('UPDATE cursor SET seq = 0');
  const group = openGroupCommit(db.pool, logger);
  const row = (source: string, id: string): SignalRow => ({
    source,
    id,
    sourceId: 'erp',
    type: 'clock.advanced',
    contractVersion: 1,
    sourceContract: 1,
    subject: null,
    region: 'global',
    eventAt: new Date(),
    recordedAt: new Date(),
    toldRecordTime: false,
    data: {},
    payloadHash: Buffer.alloc(32),
    subjectKey: null,
    replayed: false,
  });
  const send = (source: string, id: string) =>
    group.write([row(source, id)], { mayReplay: false, receivedAt: new Date(), bytes: 1 });
  let tries = 0;
  /** Which of two that are sent at once, the slow one first, is answered first. The pace is known a moment after the first commit. */
  const firstOf = async () => {
    tries += 1;
    await send(behind, `before-${tries}`);
    const answered: string[] = [];
    const both = [behind, free].map((source) => send(source, `${tries}`).then(() => answered.push(source)));
    await Promise.race(both);
    const [first] = answered;
    await Promise.all(both);
    return first;
  };
  await db.pool.query(`UPDATE signal SET received_at = now() - interval '60 seconds' WHERE source = $1`, [behind]);
  await expect.poll(firstOf, { timeout: 20_000 }).toBe(free);
  await group.close();
}, 40_000);

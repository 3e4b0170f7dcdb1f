import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { testDatabase } from '../testing/database.ts';
import { openTcpProxy, type TcpProxy } from '../testing/tcp-proxy.ts';
import { type Database, openDatabase } from './client.ts';
import type { Limits } from './constants.ts';
import { listenChannel } from './listen-channel.ts';
import { withTransaction } from './transaction.ts';
import { causeOf, watchDatabase } from './watch-database.ts';

const { db, url } = await testDatabase();
await db.pool.query(`INSERT INTO lease (name, holder, epoch, expires_at) VALUES ('row', 'first', 1, now())`);

/** Far apart, so that it is clear which one ended the call. */
const PATIENT: Limits = { connect: 20_000, statement: 20_000, lock: 20_000, idle: 20_000, answer: 20_000 };
const opened: Database[] = [];
const open = (limits: Partial<Limits>, connections = 2, address = url) => {
  const database = openDatabase(address, connections, { limits: { ...PATIENT, ...limits } });
  opened.push(database);
  return database;
};
afterEach(async () => {
  for (const database of opened.splice(0)) await database.close();
});
const failure = (work: Promise<unknown>) => work.then(() => null).catch((error: unknown) => error);
const TOUCH = `UPDATE lease SET epoch = epoch + 1 WHERE name = 'row'`;

describe('what ends a call is named, and the pool goes on', () => {
  const holding = async (work: () => Promise<void>) => {
    const holder = await db.pool.connect();
    await holder.query(`BEGIN; ${TOUCH}`);
    await work().finally(() => holder.query('ROLLBACK'));
    holder.release();
  };
  const cases: [string, Partial<Limits>, string, (database: Database) => Promise<unknown>][] = [
    ['a statement', { statement: 200 }, 'statement', ({ pool }) => pool.query('SELECT pg_sleep(30)')],
    [
      'a statement of Prisma',
      { statement: 200 },
      'statement',
      ({ prisma }) => prisma.$queryRaw`SELECT pg_sleep(30)::text`,
    ],
    ['a lock', { lock: 200 }, 'lock', ({ pool }) => pool.query(TOUCH)],
    [
      'a lock in a transaction',
      { lock: 200 },
      'lock',
      (on) => withTransaction(on, (tx) => tx.$executeRawUnsafe(TOUCH)),
    ],
    [
      'a transaction that lasts',
      {},
      'transaction',
      (on) =>
        withTransaction(
          on,
          (tx) =>
            tx
              .$executeRawUnsafe('SELECT 1')
              .then(() => sleep(400))
              .then(() => tx.$executeRawUnsafe('SELECT 1')),
          { timeoutMs: 100 },
        ),
    ],
  ];
  test.each(cases)('%s', async (_name, limits, cause, call) => {
    await holding(async () => {
      const database = open(limits);
      expect(causeOf(await failure(call(database)))).toBe(cause);
      expect(database.watch.state()).toEqual({ answers: true, words: expect.stringContaining(`${cause} time-out `) });
      // Each connection is whole again, of both pools.
      await Promise.all([0, 1].map(() => database.pool.query('SELECT pg_sleep(0.05)')));
      await Promise.all([0, 1].map(() => withTransaction(database, (tx) => tx.lease.findMany())));
    });
  });

  test('an idle transaction, whose locks are free then', async () => {
    const database = open({ idle: 200 });
    const went = failure(
      withTransaction(database, async (tx) => {
        await tx.$executeRawUnsafe(TOUCH);
        await expect
          .poll(() => database.watch.state().words, { timeout: 10_000 })
          .toContain('idle transaction time-out');
        await tx.$executeRawUnsafe(TOUCH);
      }),
    );
    expect(causeOf(await went)).not.toBeNull();
    const { rows } = await open({ lock: 1_000 }).pool.query(`${TOUCH} RETURNING epoch::int`);
    expect(rows[0].epoch).toBeGreaterThan(1);
    expect(await withTransaction(database, (tx) => tx.lease.count())).toBe(1);
  });

  test('a pool of which every connection is taken', async () => {
    const database = open({ connect: 200 }, 1);
    const taken = await database.pool.connect();
    expect(causeOf(await failure(database.pool.query('SELECT 1')))).toBe('pool');
    expect(database.watch.state()).toEqual({ answers: true, words: 'no free connection 0 s ago' });
    taken.release();
    await database.pool.query('SELECT 1');
  });
});

describe('a connection that only looks open', () => {
  let proxy: TcpProxy;
  beforeEach(async () => {
    proxy = await openTcpProxy(url);
  });
  afterEach(() => proxy.close());
  const HASTY = { connect: 700, answer: 700 };

  test.each<[string, (database: Database) => Promise<unknown>]>([
    ['a query', ({ pool }) => pool.query(TOUCH)],
    ['a query of Prisma', ({ prisma }) => prisma.lease.findMany()],
    ['a transaction', (on) => withTransaction(on, (tx) => tx.$executeRawUnsafe(TOUCH))],
    [
      'the middle of a transaction',
      (on) =>
        withTransaction(on, async (tx) => {
          await tx.lease.findMany();
          proxy.hold();
          await tx.$executeRawUnsafe(TOUCH);
        }),
    ],
  ])('ends %s, and the next finds the database when it is back', async (name, call) => {
    const database = open(HASTY, 2, proxy.url);
    await Promise.all([0, 1].map(() => database.pool.query('SELECT pg_sleep(0.01)')));
    await Promise.all([0, 1].map(() => database.prisma.$queryRaw`SELECT pg_sleep(0.01)::text`));
    if (!name.startsWith('the middle')) proxy.hold();
    expect(causeOf(await failure(call(database)))).toBe('answer');
    expect(database.watch.state()).toEqual({ answers: false, words: expect.stringMatching(/^no answer \d s ago$/) });
    // The other connections of the pools are dead too, and new ones are not to be had: each is given up in turn.
    for (let tries = 0; tries < 3; tries++) {
      expect(['answer', 'connect', 'lost']).toContain(causeOf(await failure(call(database))));
      expect(database.watch.state().answers).toBe(false);
    }
    proxy.release();
    const back = async () =>
      (await database.pool.query('SELECT 1')).rowCount === 1 && (await database.prisma.lease.count());
    await expect.poll(() => back().catch(() => 0), { timeout: 10_000 }).toBe(1);
    expect(database.watch.state().answers).toBe(true);
    await Promise.all([0, 1].map(() => database.pool.query('SELECT pg_sleep(0.05)')));
    await Promise.all([0, 1].map(() => withTransaction(database, (tx) => tx.lease.findMany())));
  });

  test('is missed by whoever listens, who listens on another one and is woken', async () => {
    const woken = vi.fn();
    const watch = watchDatabase();
    const limits = { ...PATIENT, ...HASTY };
    const log = pino({ level: 'silent' });
    const listener = await listenChannel({ url: proxy.url, watch }, 'bell', log, woken, { askMs: 100, limits });
    const ring = () => db.pool.query('NOTIFY bell');
    await ring();
    await expect.poll(() => woken.mock.calls.length).toBe(1);
    proxy.hold();
    await ring();
    await expect.poll(() => watch.state().words, { timeout: 10_000 }).toContain('no answer');
    expect(woken).toHaveBeenCalledTimes(1);
    proxy.release();
    // What was rung in between is lost; being there again counts as a ring.
    await expect.poll(() => woken.mock.calls.length, { timeout: 10_000 }).toBe(2);
    await ring();
    await expect.poll(() => woken.mock.calls.length).toBe(3);
    await listener.stop();
  });
});

test('what is told of the last minute is told no longer than that, unless there is no answer yet', () => {
  let now = 0;
  const watch = watchDatabase(() => now);
  expect(watch.state()).toEqual({ answers: true, words: null });
  watch.note('statement');
  now = 12_400;
  expect(watch.state()).toEqual({ answers: true, words: 'statement time-out 12 s ago' });
  now = 60_000;
  expect(watch.state()).toEqual({ answers: true, words: null });
  watch.note('connect');
  now = 200_000;
  expect(watch.state()).toEqual({ answers: false, words: 'connection time-out 140 s ago' });
  watch.answered();
  expect(watch.state()).toEqual({ answers: true, words: null });
});

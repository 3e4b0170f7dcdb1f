import { expect, test } from 'vitest';
import { z } from 'zod';
import { testDatabase } from '../testing/database.ts';
import { openDatabase } from './client.ts';
import { describeFault, isStoreFault, isTimeout, isUniqueClash } from './judge-fault.ts';
import { type Tx, withTransaction } from './transaction.ts';

const { db, url } = await testDatabase();
const failure = (work: Promise<unknown>) => work.then(() => null).catch((error: unknown) => error);
const inTransaction = (work: (tx: Tx) => Promise<unknown>, timeoutMs?: number) =>
  failure(withTransaction(db, work, timeoutMs ? { timeoutMs } : {}));
const run = (sql: string) => (tx: Tx) => tx.$executeRawUnsafe(sql);

test.each([
  ['a figure too large for its column', run('SELECT 1e20::numeric(18,2)'), '22003', 'numeric field overflow'],
  ['a division by zero', run('SELECT 1/0'), '22012', 'division by zero'],
  ['a statement that is none', run('SELEC'), '42601', 'syntax error at or near "SELEC"'],
  [
    'a rule that throws',
    async () => {
      throw new RangeError('a case has at least one line');
    },
    'RangeError',
    'a case has at least one line',
  ],
  [
    'a row that cannot be read',
    async () => z.object({ band: z.object({ low: z.number() }), thing: z.string() }).parse({ band: {} }),
    'unreadable',
    'band.low: Invalid input: expected number, received undefined, and 1 more',
  ],
])('%s is a fault of what was handed to the store', async (_name, work, code, words) => {
  const error = await inTransaction(work);
  expect([isStoreFault(error), isTimeout(error)]).toEqual([false, false]);
  expect(describeFault(error)).toEqual({ code, words });
});

test.each([
  ['a connection that is ended', run('SELECT pg_terminate_backend(pg_backend_pid())'), undefined, false],
  ['a statement that takes too long', run('SET LOCAL statement_timeout = 20; SELECT pg_sleep(5)'), undefined, true],
  [
    'a transaction that takes too long',
    async (tx: Tx) => {
      await tx.$executeRawUnsafe('SELECT pg_sleep(0.2)');
      await tx.$executeRawUnsafe('SELECT 1');
    },
    50,
    true,
  ],
  ['a lock that somebody holds', run(`DO $$ BEGIN RAISE SQLSTATE '55P03'; END $$`), undefined, false],
  ['a deadlock', run(`DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$`), undefined, false],
  ['a disk that is full', run(`DO $$ BEGIN RAISE SQLSTATE '53100'; END $$`), undefined, false],
])('%s is a fault of the store', async (_name, work, timeoutMs, late) => {
  const error = await inTransaction(work, timeoutMs);
  expect([isStoreFault(error), isTimeout(error)]).toEqual([true, late]);
});

test('a store that is not there is a fault of the store, told by Prisma and by the plain connections', async () => {
  const gone = new URL(url);
  gone.port = '1';
  const away = openDatabase(gone.href, 1);
  expect(isStoreFault(await failure(away.prisma.lease.count()))).toBe(true);
  expect(isStoreFault(await failure(away.pool.query('SELECT 1')))).toBe(true);
  await away.close();
  expect(isStoreFault(await failure(away.pool.query('SELECT 1')))).toBe(true);
});

test('a value that only one may have is neither, and is told from the rest', async () => {
  const add = run(`INSERT INTO lease (name, holder, epoch, expires_at) VALUES ('taken', 'first', 1, now())`);
  await inTransaction(add);
  const error = await inTransaction(add);
  expect([isUniqueClash(error), isStoreFault(error)]).toEqual([true, false]);
});

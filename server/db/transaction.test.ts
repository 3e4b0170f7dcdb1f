import { expect, test } from 'vitest';
import { testDatabase } from '../testing/database.ts';
import { isContention, retryContention, type Tx, withTransaction } from './transaction.ts';

const { db } = await testDatabase();
const ADD = `INSERT INTO lease (name, holder, epoch, expires_at) VALUES ('taken', 'first', 1, now())`;
await db.pool.query(ADD);
const failure = (work: Promise<unknown>) => work.then(() => null).catch((error: unknown) => error);

test.each([
  ['a raw statement', async (tx: Tx): Promise<unknown> => tx.$executeRawUnsafe(ADD)],
  [
    'a model',
    async (tx: Tx): Promise<unknown> =>
      tx.lease.create({ data: { name: 'taken', holder: 'x', epoch: 1n, expiresAt: new Date() } }),
  ],
])('a unique value that was taken first is contention, told by %s', async (_name, write) => {
  expect(isContention(await failure(withTransaction(db, write)))).toBe(true);
});

test('what would fail again is not', async () => {
  expect(isContention(await failure(withTransaction(db, (tx) => tx.$executeRawUnsafe('SELECT 1/0'))))).toBe(false);
  expect(isContention(new Error('no'))).toBe(false);
});

test('two transactions that wait for each other both come through', async () => {
  await db.pool.query(
    `INSERT INTO lease (name, holder, epoch, expires_at) VALUES ('a', '', 0, now()), ('b', '', 0, now())`,
  );
  const met: (() => void)[] = [];
  const both = [0, 1].map((place) => new Promise<void>((resolve) => (met[place] = resolve)));
  let tries = 0;
  const raise = (place: number, first: string, second: string) =>
    retryContention(() =>
      withTransaction(db, async (tx) => {
        tries += 1;
        const bump = (name: string) => tx.$executeRawUnsafe('UPDATE lease SET epoch = epoch + 1 WHERE name = $1', name);
        await bump(first);
        met[place]?.();
        await Promise.all(both); // each holds its first row before it asks for the other's
        await bump(second);
      }),
    );
  await Promise.all([raise(0, 'a', 'b'), raise(1, 'b', 'a')]);
  expect(tries).toBe(3);
  const rows = await db.prisma.lease.findMany({ where: { name: { in: ['a', 'b'] } } });
  expect(rows.map(({ epoch }) => epoch)).toEqual([2n, 2n]);
});

import { expect, it } from 'vitest';
import { testDatabase } from '../testing/database.ts';
import { openDatabase } from './client.ts';

const { db, url } = await testDatabase();

it('reads an instant as it was written when the server lives in another time zone', async () => {
  await db.pool.query(`ALTER DATABASE ${new URL(url).pathname.slice(1)} SET timezone = 'Asia/Tokyo'`);
  const elsewhere = openDatabase(url, 1);
  const expiresAt = new Date('2026-03-04T05:06:07.890Z');
  try {
    await elsewhere.prisma.lease.create({ data: { name: 'zone', holder: 'h', epoch: 1n, expiresAt } });
    expect((await elsewhere.prisma.lease.findUniqueOrThrow({ where: { name: 'zone' } })).expiresAt).toEqual(expiresAt);
    expect((await elsewhere.pool.query('SELECT expires_at FROM lease')).rows[0]).toEqual({ expires_at: expiresAt });
  } finally {
    await elsewhere.close();
  }
});

import { expect, test } from 'vitest';
import { testDatabase } from '../../testing/database.ts';
import { openWorld, told } from '../../testing/tell-world.ts';
import { PARTITIONS } from './constants.ts';
import { nextSignalSql, readLag } from './read-progress.ts';

const { db } = await testDatabase();

const FIRST = `SELECT p AS partition, ${nextSignalSql('seq')}::text AS seq FROM generate_series(0, ${PARTITIONS - 1}) AS p`;
const first = async () => (await db.pool.query<{ seq: string | null }>(FIRST)).rows.map(({ seq }) => seq);

test('the first signal of a partition that waits is found by the index, also where nobody speaks in it', async () => {
  await db.prisma.stream.create({ data: { source: '/test/all', sourceId: 'source', clock: 'wall' } });
  const one = told('item.described', '2026-03-01', {}, { source: '/test/all' });
  await openWorld(db).store(Array.from({ length: 3_000 }, (_, n) => ({ ...one, id: `all-${n}` })));
  await db.pool.query('ANALYZE signal');
  const [{ partition = 0 } = {}] = (await db.pool.query('SELECT DISTINCT partition FROM signal')).rows;
  const only = (seq: string | null) => Array.from({ length: PARTITIONS }, (_, p) => (p === partition ? seq : null));
  expect(await first()).toEqual(only('1'));
  await db.prisma.cursor.update({ where: { name: `decide-${partition}` }, data: { seq: 2_999n } });
  expect(await first()).toEqual(only('3000'));
  expect((await readLag(db.pool)).map(({ seconds }) => seconds > 0)).toEqual(only('3000').map((seq) => seq !== null));
  await db.prisma.cursor.update({ where: { name: `decide-${partition}` }, data: { seq: 3_000n } });
  expect(await first()).toEqual(only(null));

  const { rows } = await db.pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN (ANALYZE, COSTS OFF) ${FIRST}`);
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toContain('signal_partition_seq_idx');
  expect(plan).not.toContain('Rows Removed by Filter');
});

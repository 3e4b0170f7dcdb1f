import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { asSystem } from '../server/core/context.ts';
import { connectSource, findSourceByKey } from '../server/events/sources/index.ts';
import { asOperator, TEST_NOW } from '../server/testing/contexts.ts';
import { testDatabase } from '../server/testing/database.ts';
import { lineageRows } from '../server/testing/lineage.ts';

const { db } = await testDatabase();
const { addCase } = lineageRows(db);
const TABLES = ['disruption', 'proposal', 'decision', 'action'] as const;
const migrate = (name: string) =>
  db.pool.query(readFileSync(path.resolve(import.meta.dirname, 'migrations', name, 'migration.sql'), 'utf8'));

it('rows of a release before come first, in the order of their ids, and what is new comes after them', async () => {
  const seqs = async (table: string) =>
    (await db.pool.query<{ id: string; seq: string }>(`SELECT id, seq FROM ${table} ORDER BY seq, id`)).rows;
  for (let n = 0; n < 3; n += 1) await addCase([`/a|${n}`], 3);
  for (const table of TABLES) await db.pool.query(`ALTER TABLE ${table} DROP COLUMN seq`);
  await migrate('20261130050200_pages_in_commit_order');
  await addCase(['/a|new'], 3);
  for (const table of TABLES) {
    const rows = await seqs(table);
    expect(rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id).toSorted());
    expect(rows.slice(0, 3).map(({ seq }) => Number(seq))).toEqual([-2, -1, 0]);
    expect(Number(rows[3]?.seq)).toBeGreaterThan(0);
  }
});

it('keys of a release before send, and no more', async () => {
  const key = 'a-key-from-before';
  await connectSource(db, asSystem('start', asOperator().clock), { name: 'ERP', system: 'ERP', key, mayReplay: false });
  await db.pool.query('ALTER TABLE source_key DROP COLUMN scopes, DROP COLUMN regions');
  await migrate('20261130050100_scopes_of_keys');
  expect((await findSourceByKey(db, key, TEST_NOW))?.actor).toMatchObject({ scopes: ['send'], regions: [] });
  await expect(db.pool.query(`UPDATE source_key SET scopes = '{everything}'`)).rejects.toMatchObject({ code: '23514' });
});

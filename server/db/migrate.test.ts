import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../testing/database.ts';
import { migrate } from './migrate.ts';

const { db, url } = await testDatabase();
const folder = mkdtempSync(path.join(tmpdir(), 'holdpoint-migrations-'));
cpSync(path.resolve(import.meta.dirname, '../../prisma/migrations'), folder, { recursive: true });
afterAll(() => rmSync(folder, { recursive: true }));

function addMigration(name: string, sql: string) {
  mkdirSync(path.join(folder, name));
  writeFileSync(path.join(folder, name, 'migration.sql'), sql);
}

type Row = { migration_name: string; logs: string | null; finished_at: Date | null };
const rowOf = async (name: string) =>
  (await db.pool.query<Row>('SELECT * FROM _prisma_migrations WHERE migration_name = $1', [name])).rows[0];

describe('migrate', () => {
  it('applies nothing to a database that has everything', async () => {
    expect(await migrate(url, folder)).toEqual([]);
  });

  it('applies a new one once when two processes start together', async () => {
    // A function body and a comment with semicolons, which a splitter would break.
    addMigration(
      '29990101000000_add',
      `CREATE TABLE "extra" (n int); -- one; two\nCREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;`,
    );
    const runs = await Promise.all([migrate(url, folder), migrate(url, folder)]);
    expect(runs.flat()).toEqual(['29990101000000_add']);
    expect((await rowOf('29990101000000_add'))?.finished_at).toBeInstanceOf(Date);
  });

  it('warns when an applied one was changed', async () => {
    writeFileSync(path.join(folder, '29990101000000_add', 'migration.sql'), 'SELECT 1');
    const warnings: string[] = [];
    await migrate(url, folder, (line) => warnings.push(line));
    expect(warnings).toEqual(['migration 29990101000000_add was changed after it was applied here']);
  });

  it('gives way to whoever holds a table, tries again, and leaves nothing behind when it waits in vain', async () => {
    addMigration('29990101500000_alter', 'ALTER TABLE "extra" ADD COLUMN more int');
    const holder = await db.pool.connect();
    await holder.query('BEGIN; LOCK TABLE extra');
    await expect(migrate(url, folder, () => {}, { lockMs: 50, tries: 1 })).rejects.toThrow(
      '29990101500000_alter waited in vain for a table that another session holds.',
    );
    expect(await rowOf('29990101500000_alter')).toBeUndefined();
    const trying = migrate(url, folder, () => {}, { lockMs: 50, tries: 60 });
    const waits = async () =>
      (
        await db.pool.query(
          `SELECT 1 FROM pg_stat_activity WHERE application_name = 'holdpoint-migrate' AND wait_event_type = 'Lock'`,
        )
      ).rowCount;
    await expect.poll(waits, { timeout: 10_000, interval: 5 }).toBe(1);
    await holder.query('ROLLBACK');
    holder.release();
    expect(await trying).toEqual(['29990101500000_alter']);
  });

  it('rolls a failing one back, records why, and refuses to go on until a person has looked', async () => {
    addMigration('29990102000000_bad', 'CREATE TABLE "half" (n int); SELECT 1/0;');
    await expect(migrate(url, folder)).rejects.toThrow('29990102000000_bad failed: division by zero');
    expect((await db.pool.query(`SELECT to_regclass('half') AS t`)).rows[0]).toEqual({ t: null });
    expect((await rowOf('29990102000000_bad'))?.logs).toContain('division by zero');
    await expect(migrate(url, folder)).rejects.toThrow('failed earlier');
  });
});

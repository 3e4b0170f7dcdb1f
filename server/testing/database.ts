import pg from 'pg';
import { afterAll, expect, inject } from 'vitest';
import { newId } from '../core/ids.ts';
import { type Database, openDatabase } from '../db/client.ts';
import { namesInAudit } from './names-in-audit.ts';

export type TestDatabase = {
  db: Database;
  url: string;
  /** Closes and drops it. Called by itself after the suite. */
  drop(): Promise<void>;
};

/**
 * A fresh, migrated PostgreSQL database for one suite, dropped when the suite is over. A suite fails whose audit log then holds
 * the name or e-mail of anybody who acted in it.
 * At the top of a test file: `const { db } = await testDatabase();`
 */
export async function testDatabase(): Promise<TestDatabase> {
  const template = new URL(inject('templateUrl'));
  const admin = new URL(template);
  admin.pathname = '/postgres';
  const name = `test_${newId().replaceAll('-', '')}`;
  await runOn(admin, `CREATE DATABASE ${name} TEMPLATE ${template.pathname.slice(1)}`);
  const own = new URL(template);
  own.pathname = `/${name}`;
  const db = openDatabase(own.href, 5);
  let dropped: Promise<void> | undefined;
  const drop = () => {
    dropped ??= db.close().then(() => runOn(admin, `DROP DATABASE ${name} WITH (FORCE)`));
    return dropped;
  };
  afterAll(async () => {
    const named = dropped ? [] : await namesInAudit(db);
    await drop();
    expect(named, 'audit entries that hold a person’s name or e-mail').toEqual([]);
  });
  return { db, url: own.href, drop };
}

async function runOn(url: URL, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/**
 * Waits until all that has been written so far can be read by those who follow a log: they stop below the oldest running
 * transaction of the whole server, and other suites' transactions are among those.
 */
export async function untilSettled(db: Database): Promise<void> {
  const { rows } = await db.pool.query<{ mark: string }>('SELECT pg_current_xact_id()::text AS mark');
  const passed = async () => {
    const answer = await db.pool.query<{ passed: boolean }>(
      'SELECT pg_snapshot_xmin(pg_current_snapshot()) > $1::text::xid8 AS passed',
      [rows[0]?.mark],
    );
    return answer.rows[0]?.passed ?? false;
  };
  await expect.poll(passed, { timeout: 15_000, interval: 10 }).toBe(true);
}

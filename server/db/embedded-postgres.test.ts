import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

const dataDir = mkdtempSync(path.join(tmpdir(), 'holdpoint-embedded-'));
chmodSync(dataDir, 0o755);
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
const start = (onLost?: (why: Error) => void) =>
  startEmbeddedPostgres({ dataDir, log: () => {}, settings: { fsync: 'off' }, ...(onLost && { onLost }) });

async function ask<Row>(url: string, sql: string): Promise<Row | undefined> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows[0] as Row | undefined;
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL', () => {
  it('starts, is adopted by the next start, keeps its data over a stop, and stops', async () => {
    const first = await start();
    expect(first.adopted).toBe(false);
    await ask(first.url, 'CREATE TABLE kept AS SELECT 1 AS n');

    const second = await start();
    expect(second).toMatchObject({ adopted: true, url: first.url });
    await second.stop();
    await expect(ask(first.url, 'SELECT 1')).rejects.toThrow();

    const third = await start();
    expect(third.adopted).toBe(false);
    expect(await ask(third.url, 'SELECT n FROM kept')).toEqual({ n: 1 });
    await third.stop();
  });

  it('leaves a server that another living process owns', async () => {
    const owner = await start();
    writeFileSync(path.join(dataDir, 'postgres/owner'), String(process.ppid));
    const guest = await start();
    await guest.stop();
    expect(await ask(owner.url, 'SELECT 1 AS n')).toEqual({ n: 1 });
    await owner.stop();
  });

  it('listens on loopback only, in UTC, and says when it dies under us', async () => {
    const lost = Promise.withResolvers<Error>();
    const { url } = await start(lost.resolve);
    type Settings = { listen: string; zone: string; pid: number };
    const row = await ask<Settings>(
      url,
      `SELECT current_setting('listen_addresses') AS listen, current_setting('TimeZone') AS zone,
              split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int AS pid`,
    );
    expect(row).toMatchObject({ listen: '127.0.0.1', zone: 'UTC' });
    process.kill(row?.pid ?? 0, 'SIGQUIT');
    expect((await lost.promise).message).toContain('PostgreSQL ended');
  });

  it('refuses data of another major version with what to do', async () => {
    writeFileSync(path.join(dataDir, 'postgres/data/PG_VERSION'), '12\n');
    await expect(start()).rejects.toThrow(/written by PostgreSQL 12, and this is PostgreSQL 18.*pg_dump/);
  });
});

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { newId } from '../core/ids.ts';
import { causeOf } from './watch-database.ts';

const CONNECT_MS = 10_000;
/** How often it is looked whether another process has done. */
const TURN_MS = 500;
/**
 * A change of a table waits for whoever uses it, and everybody who comes after waits behind it. So it gives way after a while and
 * tries again, a number of times. How long the work itself takes is not limited: an index of a large table has its time.
 */
const PATIENCE = { lockMs: 5_000, tries: 60 };
type Patience = typeof PATIENCE;
const LOCK_PAUSE_MS = 1_000;

/** The advisory lock that Prisma's own `migrate` takes, so that the two wait for each other. */
const PRISMA_LOCK = 72_707_369;

const CREATE_TABLE = `
  CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id" varchar(36) NOT NULL PRIMARY KEY,
    "checksum" varchar(64) NOT NULL,
    "finished_at" timestamptz,
    "migration_name" varchar(255) NOT NULL,
    "logs" text,
    "rolled_back_at" timestamptz,
    "started_at" timestamptz NOT NULL DEFAULT now(),
    "applied_steps_count" integer NOT NULL DEFAULT 0)`;

type Applied = { migration_name: string; checksum: string; finished_at: Date | null };

/**
 * Applies the migrations that a database lacks, as `prisma migrate deploy` does, without the Prisma CLI: the same
 * table, checksums, order and lock, so that either may follow the other.
 * @param folder holds one folder a migration, named by date, each with a migration.sql.
 * @param patience with tables that another session holds: milliseconds of each try, and how many tries.
 * @returns the names applied now.
 * @throws Error when an earlier one failed and waits for a person, or when one fails now (it is then rolled back and recorded).
 */
export async function migrate(
  url: string,
  folder: string,
  warn: (line: string) => void = () => {},
  patience: Patience = PATIENCE,
): Promise<string[]> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'holdpoint-migrate',
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_MS,
  });
  await client.connect();
  try {
    await takeTurn(client, warn);
    await client.query(CREATE_TABLE);
    const { rows } = await client.query<Applied>(
      'SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL',
    );
    const stuck = rows.find((row) => !row.finished_at);
    if (stuck) {
      throw new Error(
        `Migration ${stuck.migration_name} failed earlier. Mend the database, then run: npm run prisma -- migrate resolve`,
      );
    }
    const known = new Map(rows.map((row) => [row.migration_name, row.checksum]));
    const applied: string[] = [];
    for (const migration of await readMigrations(folder)) {
      const checksum = known.get(migration.name);
      if (checksum === undefined) {
        await apply(client, migration, patience);
        applied.push(migration.name);
      } else if (checksum !== migration.checksum) {
        warn(`migration ${migration.name} was changed after it was applied here`);
      }
    }
    return applied;
  } finally {
    await client.end(); // gives the lock back too
  }
}

/** Waits while another process migrates this database: it may take an hour over a large one, and says so itself. */
async function takeTurn(client: pg.Client, warn: (line: string) => void): Promise<void> {
  for (let said = false; ; said = true) {
    const { rows } = await client.query<{ ok: boolean }>('SELECT pg_try_advisory_lock($1) AS ok', [PRISMA_LOCK]);
    if (rows[0]?.ok) return;
    if (!said) warn('another process migrates this database; waiting for it');
    await sleep(TURN_MS);
  }
}

type Migration = { name: string; sql: string; checksum: string };

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration, patience: Patience): Promise<void> {
  const id = newId();
  await client.query('INSERT INTO "_prisma_migrations" (id, checksum, migration_name) VALUES ($1, $2, $3)', [
    id,
    checksum,
    name,
  ]);
  try {
    await runScript(client, sql, patience);
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {}); // in case the script opened one itself
    if (causeOf(error) === 'lock') {
      // Nothing of it happened, and the next start may try again.
      await client.query('DELETE FROM "_prisma_migrations" WHERE id = $1', [id]);
      throw new Error(
        `Migration ${name} waited in vain for a table that another session holds. ` +
          'Stop the towers of the release before, or end that session, and start again.',
        { cause: error },
      );
    }
    await client.query('UPDATE "_prisma_migrations" SET logs = $2 WHERE id = $1', [id, String(error)]);
    throw new Error(`Migration ${name} failed: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
  await client.query('UPDATE "_prisma_migrations" SET finished_at = now(), applied_steps_count = 1 WHERE id = $1', [
    id,
  ]);
}

/** Runs a script, again when a lock could not be had in time. */
async function runScript(client: pg.Client, sql: string, { lockMs, tries: most }: Patience): Promise<void> {
  await client.query(`SET lock_timeout = ${lockMs}`);
  try {
    for (let tries = 1; ; tries++) {
      try {
        await client.query(sql); // without parameters: the whole script is one implicit transaction
        return;
      } catch (error) {
        if (causeOf(error) !== 'lock' || tries === most) throw error;
        await client.query('ROLLBACK').catch(() => {}); // in case the script opened one itself
        await sleep(LOCK_PAUSE_MS);
      }
    }
  } finally {
    await client.query('RESET lock_timeout').catch(() => {});
  }
}

import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from './prepare.mjs';

/** Entries by which a data folder of ours is known. Anything else is not ours to delete. */
const OURS = ['postgres', 'postgres-home', 'logs', 'session-secret'];

const numberIn = (file) => (existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0);

/** Whether a process runs; one that ended and was never reaped does not. */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code !== 'ESRCH';
  }
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, 'utf8'));
}

/** Where the database of a data folder lives: in it, or where root had to put it. */
function postgresHome(dataDir) {
  const pointer = path.join(dataDir, 'postgres-home');
  return existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : path.join(dataDir, 'postgres');
}

/** The database server that runs on a data folder, with the process that owns it. */
function runningDatabase(dataDir) {
  const home = postgresHome(dataDir);
  const pid = numberIn(path.join(home, 'data/postmaster.pid'));
  if (!pid || !isAlive(pid)) return undefined;
  const owner = numberIn(path.join(home, 'owner'));
  return { pid, owner: owner && isAlive(owner) ? owner : undefined };
}

/** @throws Refusal when another living process uses a data folder. */
export function refuseIfUsed(dataDir) {
  const owner = runningDatabase(dataDir)?.owner;
  if (owner)
    throw new Refusal(`Another Holdpoint (pid ${owner}) uses ${dataDir}. Stop it, or set another TOWER_DATA_DIR.`);
}

/**
 * Empties a data folder, after stopping a database that a killed tower left running on it.
 * @throws Refusal when it does not look like a data folder of ours.
 */
export async function emptyData(dataDir) {
  if (!existsSync(dataDir)) return;
  const entries = readdirSync(dataDir);
  if (entries.length && !entries.some((entry) => OURS.includes(entry))) {
    throw new Refusal(
      `${dataDir} does not look like Holdpoint's data, so --fresh leaves it alone. Set TOWER_DATA_DIR.`,
    );
  }
  const database = runningDatabase(dataDir);
  if (database) {
    process.kill(database.pid, 'SIGINT');
    for (let waited = 0; isAlive(database.pid) && waited < 30_000; waited += 50) await sleep(50);
  }
  const home = postgresHome(dataDir);
  if (path.dirname(home) !== path.resolve(dataDir)) rmSync(home, { recursive: true, force: true });
  for (const entry of entries) rmSync(path.join(dataDir, entry), { recursive: true, force: true });
}

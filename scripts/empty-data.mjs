import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from './prepare.mjs';

/** Entries by which a data folder of ours is known. Anything else is not ours to delete. */
const OURS = ['postgres', 'postgres-home', 'logs', 'session-secret'];

const numberIn = (file) => (existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0);

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return pid > 0;
  } catch (error) {
    return error.code !== 'ESRCH';
  }
}

/**
 * Empties a data folder, after stopping a database that a killed tower left running on it.
 * @throws Refusal when another living process uses it, or when it does not look like a data folder of ours.
 */
export async function emptyData(dataDir) {
  if (!existsSync(dataDir)) return;
  const entries = readdirSync(dataDir);
  if (entries.length && !entries.some((entry) => OURS.includes(entry))) {
    throw new Refusal(
      `${dataDir} does not look like Holdpoint's data, so --fresh leaves it alone. Set TOWER_DATA_DIR.`,
    );
  }
  const pointer = path.join(dataDir, 'postgres-home'); // written where the database could not live in here
  const home = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : path.join(dataDir, 'postgres');
  const server = numberIn(path.join(home, 'data/postmaster.pid'));
  if (server && isAlive(server)) {
    const owner = numberIn(path.join(home, 'owner'));
    if (owner && isAlive(owner)) throw new Refusal(`Another Holdpoint (pid ${owner}) uses ${dataDir}. Stop it first.`);
    process.kill(server, 'SIGINT');
    for (let waited = 0; isAlive(server) && waited < 30_000; waited += 50) await sleep(50);
  }
  if (home !== path.join(dataDir, 'postgres')) rmSync(home, { recursive: true, force: true });
  for (const entry of entries) rmSync(path.join(dataDir, entry), { recursive: true, force: true });
}

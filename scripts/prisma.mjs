/*
 * The Prisma CLI with our schema engine instead of the one it would download: `npm run prisma -- migrate status`.
 * Commands that need a database use DATABASE_URL, else the embedded PostgreSQL under TOWER_DATA_DIR.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { tsImport } from 'tsx/esm/api';

const ROOT = path.resolve(import.meta.dirname, '..');
const args = process.argv.slice(2);
const needsDatabase = ['migrate', 'db'].includes(args[0] ?? '');

const env = {
  ...process.env,
  PRISMA_SCHEMA_ENGINE_BINARY: path.join(ROOT, 'scripts/prisma-schema-engine.mjs'),
  CHECKPOINT_DISABLE: '1', // no look-up for a newer version
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  PATH: `${path.join(ROOT, 'node_modules/.bin')}${path.delimiter}${process.env.PATH}`, // the engine runs on our Node
};

let embedded;
if (needsDatabase && !env.DATABASE_URL) {
  const { startEmbeddedPostgres } = await tsImport('../server/db/embedded-postgres.ts', import.meta.url);
  const dataDir = path.resolve(ROOT, process.env.TOWER_DATA_DIR || '.data');
  embedded = await startEmbeddedPostgres({ dataDir, log: (line) => console.error(line) });
  env.DATABASE_URL = embedded.url;
}

const cli = path.join(ROOT, 'node_modules/prisma/build/index.js');
const child = spawn(process.execPath, [cli, ...args], { cwd: ROOT, env, stdio: 'inherit' });
process.on('SIGINT', () => {}); // the CLI has it too; we still stop the database
process.exitCode = await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
await embedded?.stop();

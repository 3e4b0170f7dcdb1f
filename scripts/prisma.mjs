/*
 * The Prisma CLI with our schema engine instead of the one it would download: `npm run prisma -- migrate status`.
 * Commands that need a database use DATABASE_URL, else the embedded PostgreSQL under TOWER_DATA_DIR.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');
const CLI = path.join(ROOT, 'node_modules/prisma/build/index.js');
const args = process.argv.slice(2);
if (!existsSync(CLI)) {
  console.log('Prisma’s CLI is a development dependency and is not installed here: nothing generated.');
  process.exit();
}
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
  const { tsImport } = await import('tsx/esm/api');
  const { startEmbeddedPostgres } = await tsImport('../server/db/embedded-postgres.ts', import.meta.url);
  const dataDir = path.resolve(ROOT, process.env.TOWER_DATA_DIR || '.data');
  embedded = await startEmbeddedPostgres({ dataDir, log: (line) => console.error(line) });
  env.DATABASE_URL = embedded.url;
}

// `generate` runs at every install and build: it speaks only when it fails.
const quiet = args[0] === 'generate';
const child = spawn(process.execPath, [CLI, ...args], {
  cwd: ROOT,
  env,
  stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
});
const said = [];
for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => said.push(chunk));
process.on('SIGINT', () => {}); // the CLI has it too; we still stop the database
process.exitCode = await new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)));
if (process.exitCode) process.stderr.write(Buffer.concat(said));
await embedded?.stop();

/* `npm run build`: the Prisma client, the pages (next build) and the processes (dist/). */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { node24, Refusal, ROOT, recordBuild, runCommand, sourceHash } from './prepare.mjs';

/** One process each. Packages stay outside, so each is loaded once and found in node_modules. */
const PROCESSES = ['main', 'sandbox/main', 'feed/main', 'feed/replay-main', 'feed/gateway-main'];
/** What threads of a process run. */
const THREADS = ['events/reading/read-worker'];

const env = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };

async function buildAll() {
  const hash = sourceHash();
  rmSync(path.join(ROOT, 'dist'), { recursive: true, force: true });
  await runCommand(node24(), [path.join(ROOT, 'scripts/prisma.mjs'), 'generate', '--no-hints'], env);
  await build({
    absWorkingDir: ROOT,
    entryPoints: [...PROCESSES, ...THREADS].map((name) => `server/${name}.ts`),
    outbase: 'server',
    outdir: 'dist',
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node24',
    format: 'esm',
    sourcemap: true,
    logLevel: 'warning',
  });
  await runCommand(node24(), [path.join(ROOT, 'node_modules/next/dist/bin/next'), 'build'], env);
  recordBuild(hash);
}

try {
  await buildAll();
} catch (error) {
  console.error(error instanceof Refusal ? error.message : error);
  process.exitCode = 1;
}

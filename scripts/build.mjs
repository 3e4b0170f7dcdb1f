/* `npm run build`: the Prisma client, the pages (next build) and the processes (dist/). */
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { node24, ROOT, recordBuild, runCommand, sourceHash } from './prepare.mjs';

/** One process each. Packages stay outside, so each is loaded once and found in node_modules. */
const PROCESSES = ['main', 'sandbox/main', 'feed/main', 'feed/replay-main'];

const env = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', CHECKPOINT_DISABLE: '1' };
const hash = sourceHash();
rmSync(path.join(ROOT, 'dist'), { recursive: true, force: true });
await runCommand(node24(), [path.join(ROOT, 'scripts/prisma.mjs'), 'generate', '--no-hints'], env);
await build({
  absWorkingDir: ROOT,
  entryPoints: PROCESSES.map((name) => `server/${name}.ts`).filter((file) => existsSync(path.join(ROOT, file))),
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

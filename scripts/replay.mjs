/*
 * `npm run replay -- --file F [--speed D] [--until DATE] [--url U] [--key K]`: streams a delivery history into a tower
 * that runs. The options are those of server/feed/replay-main.ts.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureInstalled, node24, ROOT } from './prepare.mjs';

await ensureInstalled(console.log);
const tsx = path.join(ROOT, 'node_modules/tsx/dist/cli.mjs');
const entry = path.join(ROOT, 'server/feed/replay-main.ts');
// From where the command was given, so that a relative --file means what it says.
const cwd = process.env.INIT_CWD ?? process.cwd();
const child = spawn(node24(), [tsx, '--tsconfig', path.join(ROOT, 'tsconfig.json'), entry, ...process.argv.slice(2)], {
  cwd,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
process.exitCode = await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));

/*
 * `npm run dev`: the tower with reload, beside a pretend enterprise, in demo mode. `--feed` streams the generated company.
 * Data lies under TOWER_DATA_DIR (default .data-dev), apart from the demo's.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureInstalled, node24, ROOT } from './prepare.mjs';

await ensureInstalled(console.log);
const port = process.env.PORT || '3000';
const sandboxPort = process.env.SANDBOX_PORT || '3010';
const env = {
  ...process.env,
  NODE_ENV: 'development',
  NEXT_TELEMETRY_DISABLED: '1',
  TOWER_DATA_DIR: path.resolve(ROOT, process.env.TOWER_DATA_DIR || '.data-dev'),
  TOWER_DEMO: '1',
  PORT: port,
  SANDBOX_PORT: sandboxPort,
  SANDBOX_URL: `http://127.0.0.1:${sandboxPort}`,
  TOWER_URL: `http://localhost:${port}`,
  TOWER_KEY: 'demo-source-key',
};
const tsx = path.join(ROOT, 'node_modules/tsx/dist/cli.mjs');
// Next reloads the pages itself; the tower restarts when a file of the server changes.
const watch = (entry) => [
  'watch',
  '--clear-screen=false',
  '--exclude',
  '.next',
  '--exclude',
  'app',
  '--exclude',
  'components',
  entry,
];
const commands = [watch('server/sandbox/main.ts'), watch('server/main.ts')];
if (process.argv.includes('--feed')) commands.push(['server/feed/main.ts'], ['server/feed/gateway-main.ts']);

const children = commands.map((args) => spawn(node24(), [tsx, ...args], { cwd: ROOT, env, stdio: 'inherit' }));
// Ctrl-C reaches the whole group; a SIGTERM to us alone has to be passed on.
process.on('SIGTERM', () => children.map((child) => child.kill('SIGTERM')));
process.on('SIGINT', () => {});
await Promise.all(children.map((child) => new Promise((resolve) => child.once('exit', resolve))));

/* `npm start`: the production server. Demo mode is `npm run demo` alone. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '..');
const server = path.join(root, 'dist/main.js');

function refusal() {
  if (['1', 'true'].includes(process.env.TOWER_DEMO ?? '')) {
    return 'TOWER_DEMO is set: demo accounts have a public password. Use `npm run demo`, or unset it.';
  }
  if (!existsSync(server)) return 'There is no build yet. Run `npm run build` first.';
}

const words = refusal();
if (words) {
  console.error(words);
  process.exitCode = 1;
} else {
  process.env.NODE_ENV = 'production';
  process.env.NEXT_TELEMETRY_DISABLED = '1';
  process.chdir(root);
  await import(pathToFileURL(server).href);
}

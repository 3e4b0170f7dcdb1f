import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { readEnv } from '../env.ts';
import { buildSandbox } from './app.ts';

const env = readEnv();
mkdirSync(env.dataDir, { recursive: true });
const app = buildSandbox({ file: path.join(env.dataDir, 'sandbox.db') });

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    app.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}

await app.listen({ host: '127.0.0.1', port: env.SANDBOX_PORT });
process.stdout.write(`sandbox ready on ${env.SANDBOX_PORT}\n`);

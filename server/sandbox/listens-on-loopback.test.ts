import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { freePort, startChild } from '../testing/child-process.ts';

const dataDir = mkdtempSync(path.join(tmpdir(), 'holdpoint-sandbox-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const reaches = (host: string, port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = net.connect({ host, port });
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('close', () => socket.destroy()).setTimeout(2_000, () => resolve(false));
  });

test('the pretend enterprise, which asks for no key, is there for this machine alone', async () => {
  const port = await freePort();
  const env = { SANDBOX_PORT: String(port), TOWER_DATA_DIR: dataDir };
  await startChild('server/sandbox/main.ts', { env, ready: 'sandbox ready' });
  expect(await reaches('127.0.0.1', port)).toBe(true);
  // Who listens on every address is reached by this one too: it is no other machine, and not the address asked for.
  expect(await reaches('127.0.0.2', port)).toBe(false);
});

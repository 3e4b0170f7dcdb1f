import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll } from 'vitest';

/** The program, where it is installed (Debian: `apt-get install nats-server`). */
export const NATS_SERVER = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin']
  .map((folder) => path.join(folder, 'nats-server'))
  .find((file) => existsSync(file));

const running: ChildProcess[] = [];
const folders: string[] = [];
afterAll(async () => {
  await Promise.all(running.map((child) => kill(child)));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own for what a server stores, so that it may be started again on the same data. */
export function storeFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdpoint-nats-'));
  folders.push(folder);
  return folder;
}

/**
 * Starts a NATS server on a configuration of docs/edge, with other ports, and waits until it listens.
 * @param ports what stands in for each port of the file.
 */
export async function startNats(
  file: string,
  folder: string,
  ports: Record<number, number>,
): Promise<() => Promise<void>> {
  if (!NATS_SERVER) throw new Error('nats-server is not installed');
  let text = readFileSync(file, 'utf8');
  for (const [port, instead] of Object.entries(ports)) text = text.replaceAll(`:${port}`, `:${instead}`);
  const config = path.join(folder, path.basename(file));
  writeFileSync(config, text);
  const child = spawn(NATS_SERVER, ['-c', config], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  running.push(child);
  let printed = '';
  child.stderr.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const listening = Number(/^listen: 127\.0\.0\.1:(\d+)/m.exec(text)?.[1]);
  for (let tries = 0; tries < 100; tries += 1) {
    if (child.exitCode !== null) throw new Error(`nats-server ended with ${child.exitCode}:\n${printed}`);
    if (await answers(listening)) return () => kill(child);
    await sleep(50);
  }
  throw new Error(`nats-server did not come up:\n${printed}`);
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    setTimeout(() => socket.destroy(), 500).unref();
  });

function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

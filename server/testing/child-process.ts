import { type ChildProcess, spawn } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterAll } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');

// Registered when the suite is collected: a hook asked for inside a test would not run, and its child would outlive us.
const children: ChildProcess[] = [];
afterAll(() => Promise.all(children.map((child) => end(child, 'SIGKILL'))));

/** A child process of a test, killed after the suite at the latest. */
export type Child = { kill(signal: NodeJS.Signals): Promise<void> };

/**
 * Runs a TypeScript file of this repository as its own process and waits until it prints `ready`.
 * @throws Error with what it printed when it ends before that.
 */
export async function startChild(
  file: string,
  options: { args?: string[]; env?: Record<string, string>; ready: string },
): Promise<Child> {
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...(options.args ?? [])], {
    cwd: ROOT,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  await new Promise<void>((resolve, reject) => {
    let printed = '';
    const read = (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes(options.ready)) resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}:\n${printed}`)));
  });
  return { kill: (signal) => end(child, signal) };
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

/** A port that nobody listens on. */
export const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

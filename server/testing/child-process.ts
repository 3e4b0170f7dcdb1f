import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');

// Registered when the suite is collected: a hook asked for inside a test would not run, and its child would outlive us.
const children: ChildProcess[] = [];
const bundles: string[] = [];
afterAll(async () => {
  await Promise.all(children.map((child) => end(child, 'SIGKILL')));
  for (const bundle of bundles) rmSync(bundle, { force: true });
});

/** A child process of a test, killed after the suite at the latest. */
export type Child = { kill(signal: NodeJS.Signals): Promise<void> };

/**
 * Makes one file of a TypeScript program of this repository, which starts several times faster: for those who start it often.
 * @returns its path, to be handed to `startChild`. Removed after the suite.
 */
export async function bundleChild(file: string): Promise<string> {
  const folder = path.join(ROOT, 'node_modules/.cache');
  mkdirSync(folder, { recursive: true });
  const outfile = path.join(folder, `${path.basename(file, '.ts')}-${process.pid}.mjs`);
  bundles.push(outfile);
  await build({
    absWorkingDir: ROOT,
    entryPoints: [file],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node24',
    format: 'esm',
    logLevel: 'error',
  });
  return outfile;
}

/**
 * Runs a TypeScript file of this repository, or a bundle of one, as its own process and waits until it prints `ready`.
 * @throws Error with what it printed when it ends before that.
 */
export async function startChild(
  file: string,
  options: { args?: string[]; env?: Record<string, string>; ready: string },
): Promise<Child> {
  const loader = file.endsWith('.ts') ? ['--import', 'tsx'] : [];
  const child = spawn(process.execPath, [...loader, file, ...(options.args ?? [])], {
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

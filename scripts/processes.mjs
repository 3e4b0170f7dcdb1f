/* Child processes that are started together, watched, and stopped in order. */
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import net from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { node24, ROOT } from './prepare.mjs';

const WARN = 40; // pino's number for "warn"

/**
 * Starts a process on our Node. What it prints goes to `logFile`; its warnings and errors are handed to `say` as well.
 * It gets a process group of its own: Ctrl-C reaches us alone, and we stop everything in the right order.
 */
export function startProcess({ name, args, env, logFile, say }) {
  const child = spawn(node24(), ['--enable-source-maps', '--disable-warning=ExperimentalWarning', ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const log = createWriteStream(logFile);
  const tail = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`);
      tail.push(line);
      if (tail.length > 20) tail.shift();
      const entry = parseEntry(line);
      if (entry && entry.level >= WARN)
        say(`${name}: ${entry.msg ?? line}${entry.err ? ` (${entry.err.message})` : ''}`);
    });
  }
  const running = { name, child, logFile, tail, ended: false, exited: undefined };
  running.exited = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`));
  }).then((how) => {
    running.ended = true;
    log.end();
    return how;
  });
  return running;
}

function parseEntry(line) {
  try {
    const entry = JSON.parse(line);
    return typeof entry?.level === 'number' ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** The last lines a process printed, as a person reads them. */
export const lastWords = ({ tail }) => tail.map((line) => parseEntry(line)?.msg ?? line).join('\n');

/** Waits until an address answers 2xx. False when the process ended first or the time is up. */
export async function waitUntilReady(url, running, milliseconds) {
  for (const until = Date.now() + milliseconds; Date.now() < until && !running.ended; await sleep(200)) {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return true;
  }
  return false;
}

/** Asks a process to stop, and ends it when it has not after `milliseconds`. */
export async function stopProcess(running, milliseconds = 25_000) {
  if (running.ended) return;
  running.child.kill('SIGTERM');
  const late = setTimeout(() => running.child.kill('SIGKILL'), milliseconds);
  await running.exited;
  clearTimeout(late);
}

/** Whether a port can be listened on, on every address. */
export async function isPortFree(port) {
  // Some systems let one listen on every address beside one who listens on loopback alone, as the demo does.
  return (await canListen(port, undefined)) && (await canListen(port, '127.0.0.1'));
}

const canListen = (port, host) =>
  new Promise((resolve) => {
    const probe = net.createServer().once('error', () => resolve(false));
    probe.listen({ port, host }, () => probe.close(() => resolve(true)));
  });

/** The first free port from `start` on. */
export async function freePort(start) {
  for (let port = start; ; port++) if (await isPortFree(port)) return port;
}

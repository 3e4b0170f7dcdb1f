import { io } from 'socket.io-client';
import { Connection } from './connection.ts';

/** What a target needs: where to post, how a body of `count` signals looks, where to listen. */
export type Target = {
  url: string;
  headers: Record<string, string>;
  body(ids: string[]): string;
  socket: { url: string; path: string; headers: Record<string, string> };
};

export type LoadResult = {
  sent: number;
  accepted: number;
  refused: number;
  delivered: number;
  doubled: number;
  seconds: number;
  perSecond: number;
  /** Milliseconds from the scheduled POST to the websocket. */
  latency: { p50: number; p90: number; p99: number; max: number };
};

export type LoadOptions = { seconds: number; batch?: number } & ({ callers: number } | { rate: number });

const CONNECTIONS = 64;
const DRAIN_MS = 60_000;
const round = (value: number) => Math.round(value * 100) / 100;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Posts signals and waits for each id on a websocket; both ends on one clock.
 * With `callers`, each waits for its answer before the next (throughput); with `rate`, signals a second on a fixed
 * schedule and latency counted from the scheduled instant, so that a slow target cannot hide behind its own slowness.
 */
export async function runLoad(target: Target, options: LoadOptions): Promise<LoadResult> {
  const tag = Math.random().toString(36).slice(2, 8);
  const batch = options.batch ?? 1;
  const scheduled: number[] = [];
  const latency: number[] = [];
  const seen = new Set<number>();
  let doubled = 0;
  let last = 0;
  const socket = io(target.socket.url, {
    path: target.socket.path,
    transports: ['websocket'],
    reconnection: false,
    extraHeaders: target.socket.headers,
  });
  await new Promise<void>((resolve, reject) => socket.on('connect', () => resolve()).on('connect_error', reject));
  const pattern = new RegExp(`evt-${tag}-(\\d+)-`, 'g');
  socket.io.engine.on('data', (data: unknown) => {
    const now = performance.now();
    for (const match of String(data).matchAll(pattern)) {
      const i = Number(match[1]);
      if (seen.has(i)) doubled++;
      else {
        seen.add(i);
        latency.push(now - (scheduled[i] ?? now));
        last = now;
      }
    }
  });

  const head = Object.entries(target.headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  const url = new URL(target.url);
  let sent = 0;
  let accepted = 0;
  let refused = 0;
  const send = async (connection: Connection, at: number) => {
    const first = sent;
    sent += batch;
    for (let i = first; i < first + batch; i++) scheduled[i] = at;
    const status = await connection.post(
      target.body(Array.from({ length: batch }, (_, k) => `evt-${tag}-${first + k}-`)),
    );
    if (status >= 200 && status < 300) accepted += batch;
    else refused += batch;
  };

  const start = performance.now();
  const end = start + options.seconds * 1000;
  const open: Connection[] = [];
  const connect = () => {
    const connection = new Connection(url, head);
    open.push(connection);
    return connection;
  };
  if ('callers' in options) {
    await Promise.all(
      Array.from({ length: options.callers }, async () => {
        const connection = connect();
        while (performance.now() < end) await send(connection, performance.now());
      }),
    );
  } else {
    const idle: Connection[] = [];
    /** Not one that the target has closed meanwhile, because it was idle for too long. */
    const takeIdle = () => {
      let connection = idle.pop();
      while (connection?.broken) {
        open.splice(open.indexOf(connection), 1);
        connection = idle.pop();
      }
      return connection;
    };
    const pending: Promise<void>[] = [];
    const gap = (1000 * batch) / options.rate;
    for (let k = 0; start + k * gap < end; k++) {
      const at = start + k * gap;
      const wait = at - performance.now();
      if (wait > 0) await pause(wait);
      const connection = takeIdle() ?? (open.length < CONNECTIONS ? connect() : open[k % CONNECTIONS]);
      if (connection) pending.push(send(connection, at).then(() => void idle.push(connection)));
    }
    await Promise.all(pending);
  }
  const deadline = performance.now() + DRAIN_MS;
  while (seen.size < accepted && performance.now() < deadline) await pause(20);
  socket.close();
  for (const connection of open) connection.close();

  latency.sort((a, b) => a - b);
  const at = (share: number) =>
    round(latency[Math.min(latency.length - 1, Math.floor(share * latency.length))] ?? Number.NaN);
  const seconds = ((last || performance.now()) - start) / 1000;
  return {
    sent,
    accepted,
    refused,
    delivered: seen.size,
    doubled,
    seconds: round(seconds),
    perSecond: Math.round(seen.size / seconds),
    latency: { p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) },
  };
}

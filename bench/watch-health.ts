import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

/** How long `/healthz` took, in milliseconds. */
export type Health = { asked: number; p50: number; p99: number; max: number };

/** Sums up samples, to a tenth of a millisecond. */
export function sumUp(samples: number[]): Health {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0) * 10) / 10;
  return { asked: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) };
}

/** How long a question that is still open is waited for, so that what it took counts where it was caused. */
const OPEN_MS = 120_000;

/** Asks `/healthz` every 10 ms from a thread of its own, counted from when each question was due. */
export function watchHealth(url: string) {
  const address = `${url}/healthz`;
  const worker = new Worker(new URL('./probe.mjs', import.meta.url), { workerData: address });
  return {
    /** What it took since this was asked before. */
    take: async (): Promise<number[]> => {
      await fetch(address, { signal: AbortSignal.timeout(OPEN_MS) }).catch(() => {});
      await sleep(100);
      worker.postMessage('tell');
      const [samples] = await once(worker, 'message');
      return samples;
    },
    stop: () => worker.terminate(),
  };
}

/**
 * Collects changes and hands them on together, never more often than once in `intervalMs`, and never before the last
 * hand-over has settled: a slow server is asked less often, not more.
 * @param flush receives the distinct items since the last time
 * @param schedule sets a timer; handed in so that tests choose when it fires
 */
export function coalesce<T>(
  intervalMs: number,
  flush: (items: Set<T>) => unknown,
  schedule: (run: () => void, delayMs: number) => void = setTimeout,
): (items: Iterable<T>) => void {
  let waiting = new Set<T>();
  let resting = false;

  async function run() {
    const items = waiting;
    waiting = new Set();
    resting = true;
    schedule(rested, intervalMs);
    settled = Promise.resolve(flush(items)).catch(() => undefined);
    await settled;
  }
  let settled: Promise<unknown> = Promise.resolve();
  async function rested() {
    await settled;
    resting = false;
    if (waiting.size > 0) void run();
  }

  return (items) => {
    for (const item of items) waiting.add(item);
    if (!resting && waiting.size > 0) void run();
  };
}

import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/** CPU milliseconds used so far by the processes and all their descendants. Linux only; NaN elsewhere. */
export function cpuOf(roots: number[]): number {
  try {
    const stats = new Map<number, { parent: number; ms: number }>();
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      try {
        const text = readFileSync(`/proc/${name}/stat`, 'utf8');
        const fields = text
          .slice(text.lastIndexOf(')') + 2)
          .split(' ')
          .map(Number);
        const [, parent = 0] = fields;
        const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + (fields[at] ?? 0), 0);
        stats.set(Number(name), { parent, ms: (ticks * 1000) / TICKS_PER_SECOND });
      } catch {
        // it ended while we looked
      }
    }
    const within = (pid: number): boolean => {
      for (let at = pid; at > 1; at = stats.get(at)?.parent ?? 0) if (roots.includes(at)) return true;
      return false;
    };
    let total = 0;
    for (const [pid, { ms }] of stats) if (within(pid)) total += ms;
    return total;
  } catch {
    return Number.NaN;
  }
}

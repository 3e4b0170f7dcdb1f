import { setPriority } from 'node:os';

/** How much a thread that reads gives way to the tower's own, as `nice` counts. */
const NICE = 5;

/** Lets the calling thread give way to all others. On Linux alone: elsewhere it would be the whole process. */
export function lowerPriority(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(0, NICE);
  } catch {
    // Not allowed here: it reads all the same.
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../core/logger.ts';

type Work = {
  everyMs: number;
  log: Logger;
  /** What is said of a go that failed; the next one tries again. */
  complaint: string;
  /** One go. Long ones ask now and then whether they are to end. */
  go(stopped: () => boolean): Promise<void>;
};

/** Does a piece of work now, and again after each rest, until it is stopped; stopping waits for the go under way. */
export function repeatWork({ everyMs, log, complaint, go }: Work): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const stopped = () => stopping.signal.aborted;
  const loop = async () => {
    while (!stopped()) {
      try {
        await go(stopped);
      } catch (error) {
        if (!stopped()) log.error({ err: error }, `${complaint}; trying again`);
      }
      await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };
  const ended = loop();
  return {
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}

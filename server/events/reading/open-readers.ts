import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { DomainError } from '../../core/errors.ts';
import { FILES_AT_ONCE, KEPT_IDLE, KEPT_MB, MEMORY_MB, SHORT_AT_ONCE, SHORT_WAITING } from './constants.ts';
import type { Answer, Ask } from './schema.ts';

/** Where a task waits for a thread: files by themselves, so that they never keep small bodies waiting. */
export type Lane = 'file' | 'short';

/** A thread that works for one body, until it is released or ended. */
export type Reader = {
  /** @throws Error why it was ended. */
  ask(ask: Ask, handOver?: readonly ArrayBuffer[]): Promise<Answer>;
  /** Microseconds of processor time that the thread has used. */
  used(): Promise<number>;
  end(why: Error): void;
};

const LANES = {
  file: { atOnce: FILES_AT_ONCE, waiting: FILES_AT_ONCE },
  short: { atOnce: SHORT_AT_ONCE, waiting: SHORT_WAITING },
} as const;

const MB = 1024 * 1024;

/** The threads of this process that read bodies: begun when they are needed, a few of them kept. */
export function openReaders() {
  const idle: Thread[] = [];
  let closed: Error | null = null;
  const busy = new Set<Thread>();
  const lanes = {
    file: { running: 0, waiting: [] as (() => void)[] },
    short: { running: 0, waiting: [] as (() => void)[] },
  };

  /** Waits for a place. @throws DomainError `busy` when too many wait. */
  const enter = async (name: Lane): Promise<void> => {
    const lane = lanes[name];
    if (lane.running < LANES[name].atOnce) {
      lane.running += 1;
      return;
    }
    if (lane.waiting.length >= LANES[name].waiting)
      throw new DomainError('busy', 'Too many bodies are being read. Send this one again in a moment.', {
        retryAfterSeconds: 2,
      });
    await new Promise<void>((resolve) => lane.waiting.push(resolve));
  };
  /** Hands the place to whoever waits longest. */
  const leave = (name: Lane): void => {
    const next = lanes[name].waiting.shift();
    if (next) next();
    else lanes[name].running -= 1;
  };

  const forget = (thread: Thread): void => {
    busy.delete(thread);
    const at = idle.indexOf(thread);
    if (at !== -1) idle.splice(at, 1);
  };

  return {
    /** A thread for one body. To be handed back by `release`, whatever happens. @throws DomainError `busy`; why they were closed. */
    take: async (lane: Lane): Promise<Reader> => {
      await enter(lane);
      try {
        if (closed) throw closed;
        const thread = idle.pop() ?? openThread(forget);
        busy.add(thread);
        thread.hold(true);
        await thread.ready;
        return thread;
      } catch (error) {
        leave(lane);
        throw error;
      }
    },
    /** @param isDone whether the thread came to the end of its task; one that did not is ended. */
    release: async (lane: Lane, reader: Reader, isDone: boolean): Promise<void> => {
      const thread = reader as Thread;
      busy.delete(thread);
      leave(lane);
      const isLarge = isDone && (await thread.holds().catch(() => Number.POSITIVE_INFINITY)) > KEPT_MB * MB;
      if (isDone && !isLarge && !closed && idle.length < KEPT_IDLE && thread.lives()) {
        thread.hold(false);
        idle.push(thread);
      } else thread.end(new Error('it is not needed'));
    },
    /** Ends all threads. What they were reading fails with this reason. */
    close: async (why: Error): Promise<void> => {
      closed = why;
      const all = [...idle.splice(0), ...busy];
      for (const thread of all) thread.end(why);
      await Promise.all(all.map((thread) => thread.ended));
    },
  };
}

type Thread = Reader & {
  lives(): boolean;
  holds(): Promise<number>;
  /** Whether the process stays alive for it. */
  hold(isHeld: boolean): void;
  /** Its first words. Before them it cannot be asked what it has used. */
  ready: Promise<void>;
  ended: Promise<void>;
};

/** In a build all of the tower is one file, and the thread's is beside it; else it is TypeScript, which tsx loads. */
function entry(): { file: URL; execArgv?: string[] } {
  if (!import.meta.url.endsWith('.ts')) return { file: new URL('./events/reading/read-worker.js', import.meta.url) };
  return { file: new URL('./read-worker.ts', import.meta.url), execArgv: ['--import', 'tsx'] };
}

function openThread(onGone: (thread: Thread) => void): Thread {
  const { file, ...how } = entry();
  const worker = new Worker(fileURLToPath(file), {
    ...how,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    name: 'reader',
  });
  let asked: { resolve: (answer: Answer) => void; reject: (why: Error) => void } | null = null;
  let fate: Error | null = null;
  const booted = Promise.withResolvers<void>();
  booted.promise.catch(() => {}); // told to whoever takes it
  const fail = (why: Error) => {
    fate ??= why;
    booted.reject(fate);
    asked?.reject(fate);
    asked = null;
  };
  const onAnswer = (answer: Answer) => {
    const waiting = asked;
    asked = null;
    waiting?.resolve(answer);
  };
  worker.once('message', () => {
    booted.resolve();
    worker.on('message', onAnswer);
  });
  worker.on('messageerror', fail);
  worker.on('error', fail);
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', (code) => {
      fail(new Error(`the thread ended with ${code}`));
      onGone(thread);
      resolve();
    });
  });
  const thread: Thread = {
    ask: (ask, handOver = []) =>
      new Promise((resolve, reject) => {
        if (fate) return reject(fate);
        asked = { resolve, reject };
        worker.postMessage(ask, [...handOver]);
      }),
    used: async () => {
      const { user, system } = await worker.cpuUsage({ user: 0, system: 0 });
      return user + system;
    },
    end: (why) => {
      fail(why);
      void worker.terminate();
    },
    lives: () => fate === null,
    holds: async () => (await worker.getHeapStatistics()).total_heap_size,
    hold: (isHeld) => (isHeld ? worker.ref() : worker.unref()),
    ready: booted.promise,
    ended,
  };
  return thread;
}

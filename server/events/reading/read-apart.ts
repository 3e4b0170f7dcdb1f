import { DomainError } from '../../core/errors.ts';
import { FILE_SECONDS, MEMORY_MB, SHORT_SECONDS } from './constants.ts';
import { type Lane, openReaders, type Reader } from './open-readers.ts';
import type { TaskName, Tasks } from './run-tasks.ts';
import type { Answer } from './schema.ts';

type Input<Name extends TaskName> = Parameters<Tasks[Name]>[0];
type PartOf<Made> = Made extends AsyncIterable<infer Part> ? Part : Made extends Iterable<infer Part> ? Part : never;
export type Part<Name extends TaskName> = PartOf<ReturnType<Tasks[Name]>>;

/** Where a body waits for its thread, what it is called before its sender, and the seconds of processor time that it may take. */
export type ReadOptions = { lane: Lane; what: string; seconds?: number };

/** How often it is looked at what a thread has used. */
const LOOK_MS = 200;

/** One pool a process: threads are counted for all that it reads. */
let readers = openReaders();

/** The tower stops: what was being read is not at fault, and is read again from its kept bytes. */
export class ReadingStopped extends DomainError {
  constructor() {
    super('unavailable', 'The tower is stopping. A file that was kept is read to its end when it is back.', {
      retryAfterSeconds: 5,
    });
  }
}

/**
 * Begins anew with threads that read. @returns how to end them: what is being read then, and whatever is still handed in, fails with
 * `ReadingStopped`.
 */
export function startReaders(): () => Promise<void> {
  const mine = openReaders();
  readers = mine;
  return () => mine.close(new ReadingStopped());
}

/**
 * Reads a body in a thread of its own, with a budget of processor time and memory, and hands back what is read part by part: the
 * next is read while one is used, and no further.
 * @throws DomainError what the reader refused, `invalid` when it ran over its budget, `busy`, `unavailable` (ReadingStopped).
 */
export async function* readParts<Name extends TaskName>(
  task: Name,
  input: Input<Name>,
  { lane, what, seconds = lane === 'file' ? FILE_SECONDS : SHORT_SECONDS }: ReadOptions,
): AsyncGenerator<Part<Name>> {
  const mine = readers;
  const reader = await mine.take(lane);
  const watch = watchTime(reader, seconds, what);
  let isDone = false;
  try {
    const handed = handOver(input);
    let next = reader.ask({ task, input: handed.input }, handed.buffers);
    for (;;) {
      const answer = await next.catch((error) => Promise.reject(reasonOf(error, what)));
      if (answer.error || answer.end) {
        isDone = true;
        if (answer.error) throw asError(answer.error);
        return;
      }
      next = reader.ask({});
      next.catch(() => {}); // told when it is awaited, and of no account when nobody does
      yield answer.value as Part<Name>;
    }
  } finally {
    watch.stop();
    await mine.release(lane, reader, isDone);
  }
}

/** The same for what is read in one part. */
export async function readApart<Name extends TaskName>(
  task: Name,
  input: Input<Name>,
  options: ReadOptions,
): Promise<Part<Name>> {
  const parts: Part<Name>[] = [];
  for await (const part of readParts(task, input, options)) parts.push(part);
  return parts[0] as Part<Name>;
}

/** Ends a thread that has used more processor time than it may. Other work of the machine does not count. */
function watchTime(reader: Reader, seconds: number, what: string): { stop(): void } {
  const before = reader.used();
  before.catch(() => {});
  let isOver = false;
  const look = async () => {
    const spent = ((await reader.used()) - (await before)) / 1_000_000;
    if (spent > seconds && !isOver)
      reader.end(
        new DomainError(
          'invalid',
          `${what} takes more than ${seconds} s of work to read, so reading was ended. Send it in smaller parts; if it is small, it is not what its content type says.`,
        ),
      );
  };
  // A thread that is gone says so where it is asked.
  const timer = setInterval(() => void look().catch(() => {}), LOOK_MS);
  timer.unref();
  return {
    stop: () => {
      isOver = true;
      clearInterval(timer);
    },
  };
}

function asError({ code, message, fields }: NonNullable<Answer['error']>): Error {
  return code === null ? new Error(message) : new DomainError(code, message, fields ? { fields } : {});
}

/** Why a thread ended, in words for the sender. */
function reasonOf(error: unknown, what: string): unknown {
  const isFull = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  if (!isFull) return error;
  const words = `${what} becomes more than ${MEMORY_MB} MB when it is read, so reading was ended. Send it in smaller parts.`;
  return new DomainError('invalid', words);
}

/** The input with bytes of its own, which are handed over and not copied again: a body may be part of a larger buffer. */
function handOver(input: object): { input: object; buffers: ArrayBuffer[] } {
  const own = Object.entries(input).map(([name, value]) => [
    name,
    value instanceof Uint8Array ? new Uint8Array(value) : value,
  ]);
  const buffers = own.flatMap(([, value]) => (value instanceof Uint8Array ? [value.buffer as ArrayBuffer] : []));
  return { input: Object.fromEntries(own), buffers };
}

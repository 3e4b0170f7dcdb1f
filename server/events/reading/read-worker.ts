import { parentPort } from 'node:worker_threads';
import { DomainError } from '../../core/errors.ts';
import { lowerPriority } from './lower-priority.ts';
import { TASKS } from './run-tasks.ts';
import type { Answer, Ask } from './schema.ts';

/*
 * What a thread runs that reads bodies for the tower: it begins a task when it is handed one, and goes on to the next part of it
 * each time it is asked. It holds no database, no key and no connection, so that it can be ended at any moment.
 */

let parts: AsyncIterator<unknown> | Iterator<unknown> | null = null;

async function answer(ask: Ask): Promise<Answer> {
  try {
    if (ask.task) {
      const run = TASKS[ask.task] as (input: unknown) => AsyncIterable<unknown> | Iterable<unknown>;
      const made = run(ask.input);
      parts = Symbol.asyncIterator in made ? made[Symbol.asyncIterator]() : made[Symbol.iterator]();
    }
    const { value, done } = (await parts?.next()) ?? { value: undefined, done: true };
    return done ? { end: true } : { value };
  } catch (error) {
    if (error instanceof DomainError) {
      const { code, message, more } = error;
      return { error: { code, message, ...(more.fields ? { fields: more.fields } : {}) } };
    }
    return { error: { code: null, message: error instanceof Error ? (error.stack ?? error.message) : String(error) } };
  }
}

lowerPriority();
parentPort?.postMessage('ready');
parentPort?.on('message', async (ask: Ask) => {
  const told = await answer(ask);
  const bytes = told.value && typeof told.value === 'object' && 'bytes' in told.value ? told.value.bytes : null;
  parentPort?.postMessage(told, bytes instanceof Uint8Array ? [bytes.buffer as ArrayBuffer] : []);
});

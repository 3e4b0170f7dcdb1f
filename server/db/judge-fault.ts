import { ZodError } from 'zod';
import { storable } from '../core/words.ts';
import { causeOf } from './watch-database.ts';

/** Letters of an error that are kept and shown: enough to know it by, too few for a payload. */
const MOST = 300;

/** SQLSTATEs that speak of the store and not of what it was handed: connection, rolled back, resources, state, operator, system. */
const STORE_STATE = /^(08|40|53|55|57|58)...$/;
/** The same of Prisma: P1… is its connection, P2024 and P2028 its pool and its transaction, P2034 contention, P2037 too many. */
const STORE_CODE = /^P(1\d{3}|2024|2028|2034|2037)$/;
/** What nobody can ask any more, because this process is stopping. */
const CLOSED = /pool after calling end/;

type Told = {
  code?: unknown;
  originalCode?: unknown;
  message?: unknown;
  originalMessage?: unknown;
  cause?: unknown;
  meta?: unknown;
};

/** An error and what it wraps, outermost first: Prisma wraps those of its driver, which wraps those of PostgreSQL. */
function layersOf(error: unknown, depth = 0): Told[] {
  if (error === null || typeof error !== 'object' || depth > 5) return [];
  const told = error as Told;
  const { driverAdapterError } = (told.meta ?? {}) as { driverAdapterError?: unknown };
  return [told, ...layersOf(told.cause, depth + 1), ...layersOf(driverAdapterError, depth + 1)];
}

const codesOf = (error: unknown): string[] =>
  layersOf(error).flatMap(({ code, originalCode }) =>
    [code, originalCode].filter((one): one is string => typeof one === 'string'),
  );

/** Whether a piece of work failed because the store was away, too slow, or in use by somebody else: tried again, it may succeed. */
export const isStoreFault = (error: unknown): boolean =>
  causeOf(error) !== null ||
  codesOf(error).some((code) => STORE_STATE.test(code) || STORE_CODE.test(code)) ||
  layersOf(error).some(({ message }) => typeof message === 'string' && CLOSED.test(message));

/** Whether it failed because it took too long: with less of it at once, it may succeed. */
export function isTimeout(error: unknown): boolean {
  const cause = causeOf(error);
  return cause === 'statement' || cause === 'transaction';
}

/** Two writers met on a value that only one may have. Met for ever, it is a fault of what is written. */
export const isUniqueClash = (error: unknown): boolean =>
  codesOf(error).some((code) => code === '23505' || code === 'P2002');

/**
 * An error as it is kept: a code that can be searched for (SQLSTATE where there is one, else the name of the error), and its words
 * without the statement that failed or what it was handed.
 */
export function describeFault(error: unknown): { code: string; words: string } {
  if (error instanceof ZodError) {
    const [first, ...more] = error.issues;
    const where = first?.path.length ? first.path.join('.') : 'the whole';
    const others = more.length ? `, and ${more.length} more` : '';
    return { code: 'unreadable', words: storable(`${where}: ${first?.message ?? 'cannot be read'}${others}`, MOST) };
  }
  const sql = codesOf(error).find((code) => /^[0-9A-Z]{5}$/.test(code) && !/^(P\d|E[A-Z])/.test(code));
  // PostgreSQL's own words where there are any; Prisma's begin with the call that failed, and end with what went wrong.
  const said = layersOf(error).find(({ originalMessage }) => typeof originalMessage === 'string')?.originalMessage;
  const message = error instanceof Error ? error.message : String(error);
  const words = typeof said === 'string' ? said : (message.split('\n').findLast((line) => line.trim()) ?? message);
  return { code: sql ?? (error instanceof Error ? error.name : 'Error'), words: storable(words, MOST) };
}

import { SECOND } from '../core/clock.ts';

/** What ended a call to the database, and how a person reads it. */
const CAUSES = {
  pool: 'no free connection',
  connect: 'connection time-out',
  full: 'too many connections',
  statement: 'statement time-out',
  lock: 'lock time-out',
  idle: 'idle transaction time-out',
  transaction: 'transaction time-out',
  answer: 'no answer',
  lost: 'connection lost',
} as const;
export type Cause = keyof typeof CAUSES;

/** With these nobody knows whether the database lives, until it answers again. */
const SILENT: readonly Cause[] = ['connect', 'full', 'answer', 'lost'];

/** How long it is told of after it happened, in milliseconds. */
const TOLD_FOR = 60 * SECOND;

/** Set on the socket that is given up, because nothing came over it for too long. */
export const NO_ANSWER = 'HOLDPOINT_NO_ANSWER';

/** Codes of PostgreSQL (Appendix A of its manual), of sockets, and of Prisma. */
const BY_CODE: Record<string, Cause> = {
  '57014': 'statement',
  '55P03': 'lock',
  '25P03': 'idle',
  '57P01': 'lost',
  '57P02': 'lost',
  '57P03': 'lost',
  '53300': 'full',
  '08006': 'lost',
  ECONNREFUSED: 'lost',
  ECONNRESET: 'lost',
  EPIPE: 'lost',
  ENOTFOUND: 'lost',
  EAI_AGAIN: 'lost',
  EHOSTUNREACH: 'lost',
  ENETUNREACH: 'lost',
  ETIMEDOUT: 'connect',
  [NO_ANSWER]: 'answer',
  P1001: 'lost',
  P1008: 'connect',
  P2024: 'pool',
};

/** Errors of the driver that carry no code. */
const BY_WORDS: readonly [RegExp, Cause][] = [
  [/timeout exceeded when trying to connect|Unable to start a transaction in the given time/, 'pool'],
  [/Connection terminated due to connection timeout|timeout expired/, 'connect'],
  [/Connection terminated|not queryable|terminating connection/, 'lost'],
  [/expired transaction|Transaction already closed/, 'transaction'],
];

/** What ended a call to the database, by its error, however deep that is wrapped; null when it was none of these. */
export function causeOf(error: unknown, depth = 0): Cause | null {
  if (error === null || typeof error !== 'object' || depth > 4) return null;
  const told = error as {
    code?: unknown;
    originalCode?: unknown;
    message?: unknown;
    cause?: unknown;
    meta?: { driverAdapterError?: unknown };
  };
  const byCode = BY_CODE[String(told.originalCode)] ?? BY_CODE[String(told.code)];
  if (byCode) return byCode;
  const words = String(told.message ?? '');
  const byWords = BY_WORDS.find(([pattern]) => pattern.test(words))?.[1];
  return byWords ?? causeOf(told.cause, depth + 1) ?? causeOf(told.meta?.driverAdapterError, depth + 1);
}

export type DatabaseWatch = {
  /** Something ended a call. */
  note(cause: Cause): void;
  /** The database answered. */
  answered(): void;
  /** Whether it answered last, and what ended a call within the last minute: "statement time-out 12 s ago"; null when nothing did. */
  state(): { answers: boolean; words: string | null };
};

/** Remembers what ended calls to the database, for those who look after it. @param now milliseconds of a clock that only rises. */
export function watchDatabase(now: () => number = () => performance.now()): DatabaseWatch {
  let answers = true;
  let last: { cause: Cause; at: number } | null = null;
  return {
    note: (cause) => {
      last = { cause, at: now() };
      if (SILENT.includes(cause)) answers = false;
    },
    answered: () => {
      answers = true;
    },
    state: () => {
      const ago = last ? now() - last.at : 0;
      const words =
        last && (!answers || ago < TOLD_FOR) ? `${CAUSES[last.cause]} ${Math.floor(ago / SECOND)} s ago` : null;
      return { answers, words };
    },
  };
}

import { SECOND } from '../core/clock.ts';

/** How long a connection of the database may be held by one thing, in milliseconds. */
export type Limits = {
  /** To wait for a free connection of the pool, and for a new one to be made. */
  connect: number;
  /** One statement; PostgreSQL ends it. */
  statement: number;
  /** To wait for a lock that another transaction holds; PostgreSQL ends the statement. */
  lock: number;
  /** A transaction in which nothing is asked; PostgreSQL ends the session. */
  idle: number;
  /** Silence after something was asked, longer than a statement may take: the connection is dead though it looks open. We end it. */
  answer: number;
};

/** Whoever waits for a page would not wait longer. */
const PAGES: Limits = {
  connect: 10 * SECOND,
  statement: 15 * SECOND,
  lock: 10 * SECOND,
  idle: 20 * SECOND,
  answer: 18 * SECOND,
};
/** Senders try again; one commit is under way at a time, so none may be held up for long. */
const INTAKE: Limits = {
  connect: 5 * SECOND,
  statement: 10 * SECOND,
  lock: 8 * SECOND,
  idle: 15 * SECOND,
  answer: 12 * SECOND,
};
/** A batch may take a minute, and no one statement of it half of that. */
const LOOPS: Limits = {
  connect: 10 * SECOND,
  statement: 30 * SECOND,
  lock: 20 * SECOND,
  idle: 60 * SECOND,
  answer: 33 * SECOND,
};

type ShareOfPool = { prisma: number; plain: number; limits: Limits };

/**
 * The connections of a process, at most: each share has pools of its own, so that a flood of one never keeps another waiting.
 * With four sessions of their own (three listeners, the executor's lock) and the five of the engine's they are 37.
 * Docs: docs/event.md, "The database".
 */
export const SHARES = {
  /** Pages, sockets, and reads of the machine API. */
  pages: { prisma: 6, plain: 4, limits: PAGES },
  /** Signals on their way in. */
  intake: { prisma: 2, plain: 3, limits: INTAKE },
  /** The decide loop. */
  decide: { prisma: 2, plain: 2, limits: LOOPS },
  /** Actions, imports, the health of sources, and what is rolled off by age. */
  work: { prisma: 4, plain: 5, limits: LOOPS },
} as const satisfies Record<string, ShareOfPool>;
export type Share = keyof typeof SHARES;

/** Connections of the engine that drives actions. */
export const ENGINE_CONNECTIONS = 5;

/** Sessions that live as long as the process: they wait for NOTIFY, or hold a lock, and ask little. */
export const SESSION: Limits = {
  connect: 5 * SECOND,
  statement: 5 * SECOND,
  lock: 5 * SECOND,
  idle: 15 * SECOND,
  answer: 8 * SECOND,
};

const MB = 1024 * 1024;

/** Milliseconds from the first byte of a request to the end of its headers. */
export const HEADERS_MS = 10_000;
/** The most that one request may take to arrive: the largest file at the slowest rate needs 28 minutes. */
export const REQUEST_MS = 30 * 60_000;
/** How often Node looks for requests past these two. */
export const CHECK_MS = 1_000;

/** A body that brings less than this in bytes a second, over so many seconds in which it was read, is ended. */
export const LEAST_BYTES_PER_SECOND = 20_000;
export const SLOW_SECONDS = 10;
/** Seconds for which the rest of a body is thrown away once its request has been answered, so that the answer is read. */
export const LINGER_SECONDS = 5;
/** An answer of which nothing was taken for so long is given up. */
export const UNREAD_ANSWER_MS = 30_000;

/** Largest body of an address that neither takes signals nor files: next-auth's forms, whatever else Next answers. */
export const MAX_PAGE_BODY_BYTES = 64 * 1024;

/**
 * Bytes of bodies that one process holds, from their arrival until they are answered: of all callers, and of one. A share takes
 * the largest body of its kind and something beside it, so that no body is impossible for who sends others at the same time.
 */
export const BODY_BUDGETS = {
  signals: { total: 64 * MB, share: 16 * MB },
  files: { total: 132 * MB, share: 33 * MB },
  pages: { total: 16 * MB, share: 4 * MB },
} as const;

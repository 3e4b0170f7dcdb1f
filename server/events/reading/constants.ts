/** Seconds of processor time that a thread may spend on one body: a file, and anything smaller. Waiting for others costs nothing. */
export const FILE_SECONDS = 30;
export const SHORT_SECONDS = 5;

/** Megabytes of objects that a body may become while it is read. */
export const MEMORY_MB = 512;

/** Files that are read at the same time by one process, each by a thread of its own: more are told to come back. */
export const FILES_AT_ONCE = 4;
/** Smaller bodies that are read at the same time, and that may wait for it. */
export const SHORT_AT_ONCE = 2;
export const SHORT_WAITING = 200;

/** Threads that are kept for the next body. */
export const KEPT_IDLE = 2;
/** A thread that holds more than this after its work is not kept. */
export const KEPT_MB = 128;

/** Signals, errors and bytes that come back from a thread together: taking them must not keep the tower long. */
export const ROWS_AT_ONCE = 500;
export const BYTES_AT_ONCE = 512 * 1024;

/** Errors of one body that are told; of what is beyond it only the number comes back. */
export const MAX_TOLD = 1_000;

/** JSON up to this many bytes, and commas, is read where it arrives: that costs less than handing it to a thread. */
export const IN_PLACE = {
  signals: { bytes: 64 * 1024, commas: 2_000 },
  messages: { bytes: 16 * 1024, commas: 300 },
} as const;

/**
 * Bytes of one imported file: 100,000 rows of 300 bytes with room to spare. The bytes are kept with the import for auditors, so
 * the bound is also what one file may add to the store.
 */
export const MAX_FILE_BYTES = 32 * 1024 * 1024;

/** Files read at the same time by one process; more are told to come back, so that memory stays bounded (4 × 32 MB). */
export const MAX_RUNNING = 4;

/** Milliseconds after which an import that is not heard of is taken over: its process is gone, or as good as gone. */
export const UNHEARD_MS = 30_000;

/** Readings of one file before somebody must ask for another: a file that takes its process down should not take down all. */
export const MAX_TRIES = 3;

/** Row errors and quarantined rows that are kept and told; their numbers are always whole. */
export const MAX_ROW_ERRORS = 1_000;

/** Rows of a preview. */
export const PREVIEW_ROWS = 20;
/** Bytes of a file that a preview reads. */
export const PREVIEW_BYTES = 256 * 1024;

export const MEDIA_TYPES = {
  'text/csv': 'csv',
  'application/edi-x12': 'x12',
  'application/edifact': 'edifact',
  'message/rfc822': 'mail',
  'text/plain': 'text',
} as const;
export type MediaType = keyof typeof MEDIA_TYPES;
export type ImportFormat = (typeof MEDIA_TYPES)[MediaType];

/** What an import can be. */
export const IMPORT_STATES = ['running', 'waiting', 'done', 'refused', 'broken', 'interrupted'] as const;
/** Of these, where some of the file may not have been read; it can be read again from its kept bytes. */
export const UNFINISHED: readonly string[] = ['broken', 'interrupted'] satisfies (typeof IMPORT_STATES)[number][];

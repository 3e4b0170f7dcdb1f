import type { ErrorCode } from '../../core/errors.ts';
import type { RowError } from '../formats/csv/schema.ts';
import type { Flaw, Original } from '../formats/index.ts';
import type { CloudEvent } from '../formats/schema.ts';
import type { TaskName } from './run-tasks.ts';

/*
 * What goes between the tower and a thread that reads. All of it is copied by structured clone, so there are no functions in it,
 * and bytes of many signals travel in one buffer, which is handed over and not copied.
 */

/** Where bytes stand in the buffer of their batch. */
export type Span = readonly [from: number, to: number];

/** What signals of one message were made of. Bytes of one that is too large to be kept are left out; only their number is told. */
export type PackedOriginal = Omit<Original, 'bytes'> & { bytes: Span | null; size: number; head: string | null };

export type PackedSignal = {
  raw: Span;
  contentType: string;
  headers: Record<string, string> | null;
  /** Number of its original, which came in this batch or an earlier one. */
  original: number | null;
} & ({ event: CloudEvent; flaw: null } | { event: null; flaw: Flaw; source: string | null; id: string | null });

export type Place = Omit<RowError, 'reason'>;

/** A row of a file: a signal, or errors that cost it; or a note on an envelope, which is no row. */
export type PackedRow = { place: Place } & (
  | { signal: PackedSignal; errors?: never; note?: never }
  | { errors: RowError[]; signal?: never; note?: never }
  | { note: RowError; signal?: never; errors?: never }
);

/** A message, by its place in its body, and the next of its signals; null for one that makes none. */
export type PackedMessage = { message: number; signal: PackedSignal | null };

export type Batch<Item> = {
  items: Item[];
  originals: (readonly [number: number, original: PackedOriginal])[];
  bytes: Uint8Array<ArrayBuffer>;
  /** Refused rows beyond those that are told one by one. */
  refused: number;
  /** What the sender of the file is to be told. */
  acknowledgement: string | null;
};

/** What a thread is asked: to begin a task, or, without one, for its next part. */
export type Ask = { task?: TaskName; input?: unknown };

/** What it answers: the next part, that there is none, or why it cannot go on; `code` is null where that is a fault of ours. */
export type Answer =
  | { value: unknown; end?: never; error?: never }
  | { end: true; value?: never; error?: never }
  | { error: { code: ErrorCode | null; message: string; fields?: Record<string, string> }; value?: never; end?: never };

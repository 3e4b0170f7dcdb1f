import type { ORIGINAL_FORMATS } from './constants.ts';

export type OriginalFormat = (typeof ORIGINAL_FORMATS)[number];

/** What a signal was made of, as it came: an event, a row with its header, an EDI message in its envelope, a mail. */
export type Original = {
  format: OriginalFormat;
  /** What its reader needs beside the bytes: the context of its document, the mapping of its file. */
  context: Record<string, unknown>;
  bytes: Buffer;
};

/**
 * The original of the signals of one message, put together when it is first asked for: only those in quarantine need it. All
 * signals of the message are handed the same function, by which it is known that their original is one.
 */
export function keepOriginal(make: () => Original): () => Original {
  let kept: Original | null = null;
  return () => {
    kept ??= make();
    return kept;
  };
}

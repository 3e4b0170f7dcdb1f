import { z } from 'zod';
import { MAX_AGAIN, UNDECIDED_OPEN } from './constants.ts';

const instant = z.iso.datetime({ offset: true });
const seq = z.string().regex(/^\d{1,19}$/, 'must be a place in the log');

/** What is told of a signal whose evaluation failed, wherever it is shown. */
export const undecidedSchema = z.object({
  /** `asked`: its decider evaluates it again at any moment. */
  state: z.enum(UNDECIDED_OPEN),
  code: z.string(),
  error: z.string(),
  /** What a person can do about it. */
  todo: z.string(),
  tries: z.number().int(),
  since: instant,
  triedAt: instant,
  /** Who asked for it, by id. */
  askedBy: z.string().nullable(),
});
export type UndecidedView = z.infer<typeof undecidedSchema>;

export const undecidedRowSchema = undecidedSchema.extend({
  seq: z.string(),
  source: z.string(),
  id: z.string(),
  type: z.string(),
  region: z.string(),
  sourceName: z.string(),
  words: z.string(),
});
export type UndecidedRow = z.infer<typeof undecidedRowSchema>;

export const undecidedListInput = z.object({ after: seq.optional().describe('The `next` of the page before') });

/** Oldest first: what has waited longest. */
export const undecidedListSchema = z.object({
  rows: z.array(undecidedRowSchema),
  next: z.string().nullable(),
  totals: z.object({ waiting: z.number().int(), asked: z.number().int() }),
});
export type UndecidedList = z.infer<typeof undecidedListSchema>;

export const evaluateAgainInput = z.object({ seqs: z.array(seq).min(1).max(MAX_AGAIN) });
export const evaluateAgainSchema = z.object({
  asked: z.number().int(),
  /** Those that were not, and why. */
  skipped: z.array(z.object({ seq: z.string(), words: z.string() })),
});
export type AskedAgain = z.infer<typeof evaluateAgainSchema>;

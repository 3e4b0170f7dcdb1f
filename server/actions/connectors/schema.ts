import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });
const words = z.string().min(1).max(500);

/** What every system says when it has done a step. */
export const doneSchema = z.object({ reference: z.string().min(1), reversibleUntil: instant.nullable(), words });
export type Done = z.infer<typeof doneSchema>;

/** The same about a thing or a stock, which it names. */
export const subjectDoneSchema = doneSchema.extend({ subject: z.string().min(1) });

/** What every system says when it has undone a step: `of` is the key of the doing, `feeUsd` what stays spent. */
export const undoneSchema = z.object({ of: z.string(), feeUsd: z.number().min(0), words });
export type Undone = z.infer<typeof undoneSchema>;

/** What every system says when asked whether it would undo. */
export const quoteSchema = z.object({
  of: z.string(),
  feeUsd: z.number().min(0),
  blocker: z.string().min(1).max(500).nullable(),
  reversibleUntil: instant.nullable(),
  words,
});
export type UndoQuote = z.infer<typeof quoteSchema>;

import type { Caller } from './caller.ts';
import type { CallOutcome } from './outcome.ts';
import { quoteSchema, type Undone, type UndoQuote, undoneSchema } from './schema.ts';

/** A mutating call: its key is constant over retries. */
export type Call = { key: string; timeoutMs: number };
/** An undo names the key of the doing, so that it also works when the doing's answer was never seen. */
export type UndoCall = Call & { of: string };

/** The undo of an operation and the question whether it would be granted; the same shape for every system. */
export const undoing = (call: Caller, undoPath: string, doPath: string) => ({
  undo: (undo: UndoCall): Promise<CallOutcome<Undone>> =>
    call({
      method: 'POST',
      path: undoPath,
      body: { of: undo.of },
      key: undo.key,
      schema: undoneSchema,
      about: (answer) => answer.of === undo.of,
      timeoutMs: undo.timeoutMs,
    }),
  quote: (of: string, timeoutMs: number): Promise<CallOutcome<UndoQuote>> =>
    call({
      method: 'GET',
      path: `${doPath}/cancellation-quote?of=${encodeURIComponent(of)}`,
      schema: quoteSchema,
      about: (answer) => answer.of === of,
      timeoutMs,
    }),
});

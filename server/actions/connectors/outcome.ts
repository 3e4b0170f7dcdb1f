/**
 * What a call to another system came to. A refusal is a normal answer of a partner, never an exception.
 * - `done`: it answered, and the answer is about what was asked.
 * - `refused`: it says no, with its reason; nothing changed there.
 * - `retryable`: the call never got through; nothing changed there.
 * - `unknown`: it may have changed something there; only the same key again, or an undo, settles it.
 */
export type CallOutcome<Answer> =
  | { kind: 'done'; answer: Answer }
  | { kind: 'refused'; reason: string }
  | { kind: 'retryable'; reason: string }
  | { kind: 'unknown'; reason: string };

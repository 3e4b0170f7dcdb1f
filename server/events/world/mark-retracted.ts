import { signalRetracted } from '../contracts/index.ts';
import type { EvaluatedSignal } from './schema.ts';

/**
 * Marks signals that come after their own retraction in one batch of the log. What the store knew to be taken back is marked
 * already when it is read; what comes before its retraction has its effect first and is corrected then.
 * @param signals in the order of the log.
 */
export function markRetracted(signals: readonly EvaluatedSignal[]): EvaluatedSignal[] {
  const taken = new Set<string>();
  return signals.map((signal) => {
    if (signal.type === signalRetracted.type) {
      // One that cannot be read marks nothing; evaluating it says so.
      const retracts = signalRetracted.schema.safeParse(signal.data).data?.retracts;
      if (retracts) taken.add(JSON.stringify([signal.sourceId, retracts.source, retracts.id]));
      // A retraction is never taken back itself.
      return signal.retracted ? { ...signal, retracted: false } : signal;
    }
    if (!taken.size || !taken.has(JSON.stringify([signal.sourceId, signal.source, signal.id]))) return signal;
    return { ...signal, retracted: true };
  });
}

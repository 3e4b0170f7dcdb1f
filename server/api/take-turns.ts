import { type BulkheadPolicy, BulkheadRejectedError, bulkhead } from 'cockatiel';
import { DomainError } from '../core/errors.ts';

/** Calls of one person that run in the same moment in this process: a share of the database's connections. */
const AT_ONCE = 4;
/** Calls of one person that wait for these: a dozen open tabs that all fetch anew. */
const WAITING = 200;

export type Turns = {
  /**
   * Runs a call of a person, at once or after those of theirs that came before.
   * @param signal aborted when the caller has hung up: a call that still waits then never runs
   * @throws DomainError `too_many` where as many wait as may; cockatiel's TaskCancelledError for one that hung up.
   */
  run: <T>(personId: string, signal: AbortSignal | undefined, call: () => Promise<T>) => Promise<T>;
  /** People who have calls under way, and how many calls wait. */
  count: () => { people: number; waiting: number };
};

/** Opens the turns of everybody: a person who asks for much waits for themselves, and nobody else does. */
export function openTurns({ atOnce, waiting } = { atOnce: AT_ONCE, waiting: WAITING }): Turns {
  const gates = new Map<string, BulkheadPolicy>();
  return {
    run: async (personId, signal, call) => {
      const gate = gates.get(personId) ?? bulkhead(atOnce, waiting);
      gates.set(personId, gate);
      try {
        return await gate.execute(call, signal);
      } catch (error) {
        if (!(error instanceof BulkheadRejectedError)) throw error;
        throw new DomainError(
          'too_many',
          `You have ${atOnce + waiting} calls under way, the most that one person may. Wait a moment and try again.`,
          { retryAfterSeconds: 1 },
        );
      } finally {
        if (gate.executionSlots === atOnce && gate.queueSlots === waiting) gates.delete(personId);
      }
    },
    count: () => ({
      people: gates.size,
      waiting: [...gates.values()].reduce((sum, { queueSlots }) => sum + waiting - queueSlots, 0),
    }),
  };
}

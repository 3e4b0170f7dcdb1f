import type { Clock } from '../../core/clock.ts';
import type { Database } from '../../db/client.ts';
import { isTimeout } from '../../db/judge-fault.ts';
import { isContention } from '../../db/transaction.ts';
import { followModels } from './follow-models.ts';
import { noteSilence } from './note-silence.ts';
import { raiseSilent } from './raise-silent.ts';
import { reanswerStale } from './reanswer-stale.ts';
import { recheckGoods } from './recheck-goods.ts';
import { rereadCases } from './reread-cases.ts';
import { ripenGaps } from './ripen-gaps.ts';
import { type Place, runSweep, type Sweep } from './run-sweep.ts';

/** What the clock alone changes, in the order in which it is looked at. */
const SWEEPS: readonly Sweep[] = [
  ripenGaps,
  raiseSilent,
  recheckGoods,
  noteSilence,
  followModels,
  rereadCases,
  reanswerStale,
];

/**
 * Looks at what the clock alone changes: stock that has been out of tolerance for long enough, sensors that stopped reporting outside
 * their band, goods in an excursion, sensors of open excursions that stopped reporting, models that were suspended or resumed, cases
 * that were set aside, and proposals that world time has left behind. Each has transactions of its own: one that fails keeps none of
 * the others from being looked at, and what it fails on is set aside.
 * @param epoch of the lease on the partition; under an older one than the cursor's nothing is changed.
 * @param onFault told of everything that failed.
 * @returns how many cases were touched.
 * @throws LeaseLost when somebody else has taken over; what the store threw, when it did not answer.
 */
export async function revalidateCases(
  db: Database,
  clock: Clock,
  place: Place,
  onFault: (error: unknown) => void = () => {},
): Promise<number> {
  let touched = 0;
  for (const sweep of SWEEPS) {
    try {
      const { touched: of, faults } = await runSweep(db, clock, place, sweep);
      touched += of;
      faults.forEach(onFault);
    } catch (error) {
      // Somebody else was in the way of this one: the next pass looks again. A store that is away is so for all of them.
      if (!isContention(error) && !isTimeout(error)) throw error;
      onFault(error);
    }
  }
  return touched;
}

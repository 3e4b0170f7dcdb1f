import type { Clock } from '../../core/clock.ts';
import type { Database } from '../../db/client.ts';
import { isStoreFault, isTimeout, isUniqueClash } from '../../db/judge-fault.ts';
import { BatchFailed, type Evaluated, evaluateBatch } from './evaluate-batch.ts';
import { setAsideSignal } from './set-aside-signal.ts';
import { afterAlone, afterFault, afterSetAside, afterSuccess, type Gauge } from './size-batch.ts';

/** What became of the next batch; `undecided`: how many signals were set aside; `fault`: what it failed on. */
export type Next = Evaluated & { undecided: number; gauge: Gauge; fault?: unknown };

/**
 * Evaluates the next batch of a partition, as much as the gauge says. Where that fails on what signals say, the signal at fault is
 * found by halving over the next calls, set aside as undecided, and the partition goes on. Where it fails because the store is away,
 * or in use by somebody else, nothing is set aside and the error is thrown: the same batch is tried again. A batch that takes too
 * long is halved; a signal that alone takes too long each time, while everything else is answered, is set aside as well.
 * @returns `gauge`: what to hand in next time.
 * @throws LeaseLost when somebody else has taken over; whatever the store threw.
 */
export async function evaluateNext(
  db: Database,
  clock: Clock,
  { epoch, partition, gauge }: { epoch: bigint; partition: number; gauge: Gauge },
): Promise<Next> {
  try {
    const done = await evaluateBatch(db, clock, { epoch, partition, limit: gauge.size });
    const next = afterSuccess(gauge, done.signals);
    return { ...done, more: done.more || next.suspect > 0, undecided: 0, gauge: next };
  } catch (error) {
    if (!(error instanceof BatchFailed)) throw error;
    const { cause, signals } = error;
    const late = isTimeout(cause);
    if (isStoreFault(cause) && !late) throw cause;
    const none = { signals: 0, cases: 0, more: true, undecided: 0, fault: cause };
    if (signals.length > 1) return { ...none, gauge: afterFault(signals.length) };
    const [signal] = signals;
    if (!signal) throw cause;
    if (late || isUniqueClash(cause)) {
      const alone = afterAlone(gauge, signal.seq);
      if (!alone.stubborn) return { ...none, more: false, gauge: alone.gauge };
    }
    await proveItsOwn(db, clock, { epoch, partition });
    const undecided = await setAsideSignal(db, clock, { epoch, partition, signal, error: cause });
    return { ...none, undecided: Number(undecided), gauge: afterSetAside() };
  }
}

/** What fails without any signal is not the fault of one: of cases that time alone moves. @throws what it fails on. */
async function proveItsOwn(db: Database, clock: Clock, place: { epoch: bigint; partition: number }): Promise<void> {
  try {
    await evaluateBatch(db, clock, { ...place, limit: 0 });
  } catch (error) {
    throw error instanceof BatchFailed ? error.cause : error;
  }
}

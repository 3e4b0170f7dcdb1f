import { emitAudit, signalName } from '../../audit/index.ts';
import type { Clock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { describeFault } from '../../db/judge-fault.ts';
import { withTransaction } from '../../db/transaction.ts';
import type { EvaluatedSignal } from '../../events/world/schema.ts';
import { DECIDE } from './constants.ts';
import { lockPlace, movePlace } from './lock-place.ts';

type Failed = { epoch: bigint; partition: number; signal: EvaluatedSignal; error: unknown };

/**
 * Sets the next signal of a partition aside as undecided, with what its evaluation failed on, and moves the place past it. It stays
 * in the log as it came; the world, the cases and every later computation leave it out until it is evaluated again.
 * @returns false when the partition has passed it meanwhile.
 * @throws LeaseLost when somebody else has taken over.
 */
export function setAsideSignal(
  db: Database,
  clock: Clock,
  { epoch, partition, signal, error }: Failed,
): Promise<boolean> {
  const ctx = asSystem(DECIDE, clock);
  const at = clock.now();
  const { seq, source, id, sourceId, type, region, payloadHash } = signal;
  const { code, words } = describeFault(error);
  return withTransaction(db, async (tx) => {
    const after = await lockPlace(tx, partition, epoch);
    const between = await tx.signal.count({ where: { partition, seq: { gt: after, lt: seq } } });
    if (after >= seq || between) return false;
    await tx.undecided.create({
      data: { seq, source, id, sourceId, type, region, partition, code, error: words, since: at, triedAt: at },
    });
    await emitAudit(tx, ctx, {
      action: 'signal.undecided',
      entityId: signalName(signal),
      meaning: `A signal could not be evaluated (${code}) and was set aside; its partition went on.`,
      after: { source, id, payloadHash, type, code },
    });
    await appendFeed(tx, at, [{ area: 'sources', kind: 'signal-undecided', ids: [id], region }]);
    await movePlace(tx, partition, epoch, seq);
    return true;
  });
}

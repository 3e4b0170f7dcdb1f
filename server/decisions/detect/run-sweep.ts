import type { Clock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { describeFault, isStoreFault, isTimeout } from '../../db/judge-fault.ts';
import { type Tx, withTransaction } from '../../db/transaction.ts';
import { DECIDE } from './constants.ts';
import { EVALUATION_MS } from './evaluate-batch.ts';
import { LeaseLost, lockPlace } from './lock-place.ts';
import { againAt, setAsideCases } from './set-aside-case.ts';
import { type Looked, SweepFault } from './sweep-faults.ts';

/** Looks at what the clock alone changes, so many at most, in the caller's transaction. @returns how many it touched. */
export type Sweep = (tx: Tx, clock: Clock, partition: number, limit: number) => Promise<number>;
export type Place = { epoch: bigint; partition: number };

/** What a sweep looks at in one transaction, so that it never holds signals up for long. */
const A_PASS = 30;
/** Transactions that one pass of a sweep may take to find out what fails. */
const TRIES = 40;

/**
 * Runs one sweep. What it fails on is set aside, and it goes on with the rest; where it does not say what that is, it looks at one
 * after another until it does.
 * @returns how many it touched, and what failed.
 * @throws LeaseLost; what the store threw.
 */
export async function runSweep(
  db: Database,
  clock: Clock,
  place: Place,
  sweep: Sweep,
): Promise<{ touched: number; faults: unknown[] }> {
  const faults: unknown[] = [];
  let [touched, limit] = [0, A_PASS];
  for (let tries = 0; tries < TRIES; tries++) {
    try {
      const found = await locked(db, place, (tx) => sweep(tx, clock, place.partition, limit));
      touched += found;
      if (limit === A_PASS || !found) return { touched, faults };
    } catch (error) {
      if (error instanceof LeaseLost) throw error;
      const named = error instanceof SweepFault ? error : null;
      const cause = named ? named.cause : error;
      if (isStoreFault(cause) && !isTimeout(cause)) throw cause;
      if (named) {
        faults.push(cause);
        await locked(db, place, (tx) => setAside(tx, clock, named.of, cause));
      } else if (limit > 1) {
        limit = 1;
      } else {
        return { touched, faults: [...faults, cause] };
      }
    }
  }
  return { touched, faults };
}

const locked = <T>(db: Database, { partition, epoch }: Place, work: (tx: Tx) => Promise<T>): Promise<T> =>
  withTransaction(
    db,
    async (tx) => {
      await lockPlace(tx, partition, epoch);
      return work(tx);
    },
    { timeoutMs: EVALUATION_MS },
  );

/** A case says so and waits for a person; a subject without one is looked at again later, or with its next signal. */
async function setAside(tx: Tx, clock: Clock, of: Looked, error: unknown): Promise<void> {
  if ('caseId' in of) {
    await tx.$queryRawUnsafe('SELECT id FROM disruption WHERE id = $1 FOR UPDATE', of.caseId);
    return setAsideCases(tx, asSystem(DECIDE, clock), [{ caseId: of.caseId, error }]);
  }
  const known = await tx.noiseState.findUnique({ where: { key: of.key }, select: { tries: true } });
  if (!known) return;
  const tries = known.tries + 1;
  await tx.noiseState.update({
    where: { key: of.key },
    data: { fault: describeFault(error).words, tries, nextAt: againAt(clock.now(), tries) },
  });
}

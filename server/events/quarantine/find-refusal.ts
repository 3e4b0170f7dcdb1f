import { findNames, nameOf } from '../../auth/find-names.ts';
import type { Tx } from '../../db/transaction.ts';
import { refusalOf } from './rules.ts';

type Settled = { state: string; settledAt: Date | null; settledBy: string | null };

/** Why an item may not be settled now, with the name of who was faster; null when it may. `now` is wall time. */
export async function findRefusal(tx: Pick<Tx, 'user'>, row: Settled, now: Date): Promise<string | null> {
  const refusal = refusalOf(row, now);
  if (!refusal || row.settledBy === null) return refusal;
  return refusalOf(row, now, nameOf(await findNames(tx, [row.settledBy]), row.settledBy));
}

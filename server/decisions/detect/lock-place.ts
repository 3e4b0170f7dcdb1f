import type { Tx } from '../../db/transaction.ts';
import { cursorOf } from '../../events/ingest/constants.ts';

/** Thrown when a newer holder of the lease has been here: whoever sees it stops and changes nothing. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

const LOCK = `SELECT seq, epoch FROM cursor WHERE name = $1 FOR UPDATE`;

/**
 * The place in a partition of the log, locked for the transaction; made when it is the first time.
 * @param epoch of the lease under which it is to be moved.
 * @returns the seq of the last signal evaluated.
 * @throws LeaseLost when the place was moved under a newer epoch.
 */
export async function lockPlace(tx: Tx, partition: number, epoch: bigint): Promise<bigint> {
  const name = cursorOf(partition);
  const lock = () => tx.$queryRawUnsafe<{ seq: bigint; epoch: bigint }[]>(LOCK, name);
  let [place] = await lock();
  if (!place) {
    await tx.$executeRawUnsafe('INSERT INTO cursor (name, seq) VALUES ($1, 0) ON CONFLICT (name) DO NOTHING', name);
    [place] = await lock();
  }
  if (!place) throw new RangeError('the cursor could not be made');
  if (place.epoch > epoch) throw new LeaseLost(`a newer holder of partition ${partition} has moved its cursor`);
  return place.seq;
}

/** Moves the place locked by `lockPlace`. */
export async function movePlace(tx: Tx, partition: number, epoch: bigint, seq: bigint): Promise<void> {
  await tx.$executeRawUnsafe(
    'UPDATE cursor SET seq = $2::bigint, epoch = $3::bigint WHERE name = $1',
    cursorOf(partition),
    seq.toString(),
    epoch.toString(),
  );
}

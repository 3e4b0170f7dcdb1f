import { randomUUID } from 'node:crypto';
import type { Database } from '../db/client.ts';

/** Time is the database's, because holders on different machines have different clocks. */
const TAKE = `
  INSERT INTO lease (name, holder, epoch, expires_at) VALUES ($1, $2, 1, now() + $3 * interval '1 millisecond')
  ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at,
    epoch = CASE WHEN lease.holder = excluded.holder THEN lease.epoch ELSE lease.epoch + 1 END
  WHERE lease.holder = excluded.holder OR lease.expires_at < now()
  RETURNING epoch::text AS epoch`;

export type Lease = {
  /** The epoch under which to write, or null while somebody else holds the lease. Renews it when a third of it has passed. */
  hold(): Promise<bigint | null>;
  /** Gives it up, so that the next holder need not wait for it to expire. */
  drop(): Promise<void>;
};

/**
 * A lease by name with an epoch that rises with each new holder. A write names its epoch and is refused once a newer one
 * has written, so a holder that was paused and wakes late changes nothing.
 * @param ttlMs milliseconds after which a holder that is not heard of loses it.
 */
export function openLease(db: Database, name: string, ttlMs: number): Lease {
  const holder = randomUUID();
  let held: bigint | null = null;
  let takenAt = 0;
  return {
    hold: async () => {
      const elapsed = performance.now() - takenAt;
      if (held !== null && elapsed < ttlMs / 3) return held;
      const asked = performance.now();
      const { rows } = await db.pool.query<{ epoch: string }>(TAKE, [name, holder, ttlMs]);
      held = rows[0] ? BigInt(rows[0].epoch) : null;
      takenAt = asked;
      return held;
    },
    drop: async () => {
      held = null;
      await db.pool.query(`UPDATE lease SET expires_at = now() - interval '1 second' WHERE name = $1 AND holder = $2`, [
        name,
        holder,
      ]);
    },
  };
}

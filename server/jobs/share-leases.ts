import { randomUUID } from 'node:crypto';
import type { Database } from '../db/client.ts';

// Time is the database's, because holders on different machines have different clocks.
const inFuture = (ms: string) => `now() + ${ms}::float8 * interval '1 millisecond'`;

const SHOW_UP = `
  INSERT INTO lease (name, holder, epoch, expires_at) VALUES ($1, $2, 1, ${inFuture('$3')})
  ON CONFLICT (name) DO UPDATE SET expires_at = excluded.expires_at`;
const COUNT = `SELECT count(*)::int AS members FROM lease WHERE starts_with(name, $1) AND expires_at > now()`;
const FORGET = `DELETE FROM lease WHERE starts_with(name, $1) AND expires_at < now() - interval '1 minute'`;
const MAKE = `
  INSERT INTO lease (name, holder, epoch, expires_at) SELECT name, '', 0, '-infinity' FROM unnest($1::text[]) AS name
  ON CONFLICT (name) DO NOTHING`;
const RENEW = `
  UPDATE lease SET expires_at = ${inFuture('$3')} WHERE name = ANY($1::text[]) AND holder = $2 RETURNING name, epoch::text AS epoch`;
const TAKE = `
  UPDATE lease SET holder = $2, epoch = epoch + 1, expires_at = ${inFuture('$3')}
  WHERE name IN (SELECT name FROM lease WHERE name = ANY($1::text[]) AND expires_at < now() ORDER BY name LIMIT $4
    FOR UPDATE SKIP LOCKED)
  RETURNING name, epoch::text AS epoch`;
const GIVE_UP = `UPDATE lease SET expires_at = '-infinity' WHERE name = ANY($1::text[]) AND holder = $2`;

export type LeaseShare = {
  /** The leases held, with the epoch of each under which to write. Renews them, and evens out, when a third of their time has passed. */
  hold(): Promise<ReadonlyMap<string, bigint>>;
  /** Gives all up, so that others need not wait for them to expire. */
  drop(): Promise<void>;
};

/**
 * Leases shared evenly among those who ask for them: each shows up under `group`, counts who else has, and holds no more than
 * its part. Who joins gets what the others then give up; what somebody dead held is free when its time is over. The epoch of
 * a lease rises with each new holder, and a write names it: a holder that was paused and wakes late changes nothing.
 * @param ttlMs milliseconds after which a holder that is not heard of loses its leases.
 */
export function shareLeases(db: Database, group: string, names: readonly string[], ttlMs: number): LeaseShare {
  const holder = randomUUID();
  const members = `${group}/`;
  const held = new Map<string, bigint>();
  let renewedAt: number | null = null;

  const query = (text: string, values: unknown[]) => db.pool.query<{ name: string; epoch: string }>(text, values);
  const keep = (rows: readonly { name: string; epoch: string }[]) => {
    for (const { name, epoch } of rows) held.set(name, BigInt(epoch));
  };

  async function even(): Promise<void> {
    await query(SHOW_UP, [members + holder, holder, ttlMs]);
    const { rows } = await db.pool.query<{ members: number }>(COUNT, [members]);
    const share = Math.ceil(names.length / Math.max(1, rows[0]?.members ?? 1));
    if (renewedAt === null) {
      await query(MAKE, [names]);
      await query(FORGET, [members]);
    }
    if (held.size) {
      const renewed = await query(RENEW, [[...held.keys()], holder, ttlMs]);
      held.clear();
      keep(renewed.rows);
    }
    const surplus = [...held.keys()].sort().slice(share);
    if (surplus.length) {
      for (const name of surplus) held.delete(name);
      await query(GIVE_UP, [surplus, holder]);
    }
    if (held.size < share) keep((await query(TAKE, [names, holder, ttlMs, share - held.size])).rows);
  }

  return {
    hold: async () => {
      const asked = performance.now();
      if (renewedAt !== null && asked - renewedAt < ttlMs / 3) return held;
      await even();
      renewedAt = asked;
      return held;
    },
    drop: async () => {
      const given = [...held.keys()];
      held.clear();
      renewedAt = null;
      await query(GIVE_UP, [given, holder]);
      await query('DELETE FROM lease WHERE name = $1', [members + holder]);
    },
  };
}

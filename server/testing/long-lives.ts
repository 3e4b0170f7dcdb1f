import type { Database } from '../db/client.ts';
import type { EvaluatedSignal } from '../events/world/schema.ts';
import { storedSignal } from './signals.ts';

const MINUTE = 60_000;
const SLICE = 20_000;

/**
 * Writes a long life of one thing straight into the log, as acceptance would have: a reading a minute up to `last`, which is among
 * them, oldest first, their places in the log after all that are there.
 * @param readings how many.
 * @param celsius SQL for the temperature of the `n`-th, counted from 0.
 * @returns the first of them.
 */
export async function storeLongLife(
  db: Database,
  last: EvaluatedSignal,
  readings: number,
  celsius = '5',
): Promise<EvaluatedSignal> {
  const idOf = (n: number) => `${last.id}-life-${n}`;
  const start = new Date(last.eventAt.getTime() - (readings - 1) * MINUTE);
  const first = storedSignal({ ...last, id: idOf(0), eventAt: start });
  const { seq: _, retracted: __, ...row } = first;
  const [{ most }] = (await db.pool.query(`SELECT coalesce(max(seq), 0)::text AS most FROM signal`)).rows;
  await db.prisma.signal.create({
    data: {
      ...row,
      seq: BigInt(most) + 1n,
      data: row.data as object,
      payloadHash: new Uint8Array(Buffer.from(row.payloadHash, 'hex')),
    },
  });
  // In slices, none of which takes longer than a statement may.
  for (let from = 1; from < readings; from += SLICE)
    await db.pool.query(
      `INSERT INTO signal (seq, source, id, source_id, type, contract_version, subject, region, event_at, recorded_at, received_at,
         data, payload_hash, subject_key)
       SELECT f.seq + n, source, $2 || n, source_id, type, contract_version, subject, region, event_at + n * interval '1 minute',
         recorded_at + n * interval '1 minute', received_at + n * interval '1 minute',
         data || jsonb_build_object('value', ${celsius}), payload_hash, subject_key
       FROM signal f, generate_series($3::int, $4::int) AS n WHERE f.source = $5 AND f.id = $1`,
      [idOf(0), idOf(0).slice(0, -1), from, Math.min(from + SLICE, readings) - 1, last.source],
    );
  return first;
}

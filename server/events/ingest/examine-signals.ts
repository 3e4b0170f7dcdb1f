import type pg from 'pg';
import type { Flaw } from '../formats/index.ts';
import type { CheckedSignal } from './check-signal.ts';
import { readHashes, signalKey } from './write-signals.ts';

/** What would become of a signal that is sent now. */
export type Prospect = 'new' | 'duplicate' | Flaw;

/**
 * Says what would become of signals, without writing one: for senders whose messages are taken whole or not at all.
 * @param checked signals as their contracts found them, in the order in which they would be sent.
 * @param sourceId of the key that sends them.
 */
export async function examineSignals(
  pool: pg.Pool,
  checked: readonly (CheckedSignal | Flaw)[],
  sourceId: string,
): Promise<Prospect[]> {
  const sound = checked.flatMap((signal) => ('reason' in signal ? [] : [signal]));
  if (!sound.length) return checked.map((signal) => signal as Flaw);
  const [known, owners] = await Promise.all([readHashes(pool, sound), readOwners(pool, sound)]);
  return checked.map((signal): Prospect => {
    if ('reason' in signal) return signal;
    const owner = owners.get(signal.source);
    if (owner !== undefined && owner !== sourceId) {
      return {
        reason: 'foreign-stream',
        detail: `Signals of "${signal.source}" come from another source key: send on a stream of your own.`,
      };
    }
    const hash = known.get(signalKey(signal));
    if (!hash) {
      known.set(signalKey(signal), signal.payloadHash);
      return 'new';
    }
    if (hash.equals(signal.payloadHash)) return 'duplicate';
    const detail = `"${signal.id}" was accepted with another payload. A correction needs an id of its own.`;
    return { reason: 'other-payload', detail };
  });
}

async function readOwners(pool: pg.Pool, signals: readonly CheckedSignal[]): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ source: string; source_id: string }>(
    'SELECT source, source_id FROM stream WHERE source = ANY($1::text[])',
    [[...new Set(signals.map(({ source }) => source))]],
  );
  return new Map(rows.map((row) => [row.source, row.source_id]));
}

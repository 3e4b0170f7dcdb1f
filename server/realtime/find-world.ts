import type { Clock } from '../core/clock.ts';
import type { Database } from '../db/client.ts';
import type { Pulse } from './frames.ts';

/** A replay that was silent for longer is over, and no longer what a tower with live streams speaks of. */
const REPLAY_GOES_ON = '5 minutes';

// Beside live sources a replay is what people need to be told of: the wall clock they know.
const SPEAKS = `
  SELECT source, clock, world_at AS "worldAt" FROM stream WHERE last_signal_at IS NOT NULL
  ORDER BY clock = 'replay' AND world_at IS NOT NULL AND last_signal_at > $1::timestamptz - interval '${REPLAY_GOES_ON}' DESC,
           last_signal_at DESC, source
  LIMIT 1`;

/** The stream whose world time the header shows: a replay that goes on, else the one that spoke last. Null before the first signal. */
export async function findWorld({ pool }: Database, clock: Clock): Promise<Pulse['world']> {
  const now = clock.now();
  const { rows } = await pool.query<{ source: string; clock: string; worldAt: Date | null }>(SPEAKS, [now]);
  const [stream] = rows;
  if (!stream) return null;
  const replayed = stream.clock === 'replay' && stream.worldAt;
  return { source: stream.source, clock: replayed ? 'replay' : 'wall', at: (replayed || now).toISOString() };
}

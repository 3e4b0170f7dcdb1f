import type { Database } from '../../db/client.ts';
import { type Lag, readLag } from '../../events/ingest/index.ts';
import { countUndecided } from '../../events/undecided/index.ts';

/** Seconds of lag from which a partition counts as behind. */
const BEHIND_SECONDS = 30;

/** What of the log has had no effect: signals that wait for a person, and partitions that are behind. */
export type Standing = { undecided: { count: number; oldestSince: string | null }; behind: Lag[] };

/** What of the log has not been evaluated, for `/readyz`; null when the database does not answer. */
export async function readStanding(db: Pick<Database, 'pool'>): Promise<Standing | null> {
  try {
    const [undecided, lags] = await Promise.all([countUndecided(db), readLag(db.pool)]);
    return { undecided, behind: lags.filter(({ seconds }) => seconds >= BEHIND_SECONDS) };
  } catch {
    return null;
  }
}

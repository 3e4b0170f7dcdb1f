import { emitAudit } from '../../audit/index.ts';
import type { Clock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import { plural } from '../../core/words.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { type Tx, withTransaction } from '../../db/transaction.ts';
import { RETENTION, ROWS_AT_ONCE } from './constants.ts';
import { deleteOld, findRetention } from './queries.ts';
import { cutoffsOf } from './rules.ts';
import { RETENTION_KINDS, type RetentionKind } from './schema.ts';

const WORDS: Record<RetentionKind, (rows: number) => string> = {
  feed: (rows) => `${plural(rows, 'row')} of the feed`,
  counts: (rows) => plural(rows, 'hour of alarm counts', 'hours of alarm counts'),
  notes: (rows) => plural(rows, 'note of closed cases', 'notes of closed cases'),
};

/**
 * Deletes what is older than the settings keep it, up to some thousand rows of each kind in one transaction, with an audit entry
 * of how many went, how old they were, and by which setting.
 * @param epoch of the lease; under an older one than the last run's nothing is deleted.
 * @param most rows of each kind.
 * @returns whether more is left to do.
 */
export function rollOff(
  db: Database,
  clock: Clock,
  { epoch, most = ROWS_AT_ONCE }: { epoch: bigint; most?: number },
): Promise<boolean> {
  return withTransaction(
    db,
    async (tx) => {
      const place = await lockPlace(tx);
      if (place.epoch > epoch) return false; // somebody else has taken over
      const now = clock.now();
      const { version, values } = await findRetention(tx);
      const cutoffs = cutoffsOf(values, now);
      let { seq } = place;
      const gone: { kind: RetentionKind; before: Date; rows: number; oldest: Date | null; newest: Date | null }[] = [];
      for (const kind of RETENTION_KINDS) {
        const { lastSeq, ...removed } = await deleteOld(tx, kind, cutoffs[kind], most);
        if (lastSeq !== null && lastSeq > seq) seq = lastSeq;
        if (removed.rows) gone.push({ kind, before: cutoffs[kind], ...removed });
      }
      await tx.cursor.update({ where: { name: RETENTION }, data: { seq, epoch } });
      if (!gone.length) return false;
      await emitAudit(tx, asSystem(RETENTION, clock), {
        action: 'retention.rolled-off',
        entityId: RETENTION,
        meaning: `Older than it is kept, and deleted: ${gone.map(({ kind, rows }) => WORDS[kind](rows)).join(', ')}.`,
        after: {
          settingVersion: version,
          removed: gone.map(({ kind, before, rows, oldest, newest }) => ({
            kind,
            rows,
            before: before.toISOString(),
            oldest: oldest?.toISOString() ?? null,
            newest: newest?.toISOString() ?? null,
          })),
        },
      });
      await appendFeed(tx, now, [
        { area: 'retention', kind: 'rolled_off', ids: gone.map(({ kind }) => kind), region: '*' },
      ]);
      return gone.some(({ rows }) => rows === most);
    },
    { timeoutMs: 30_000 },
  );
}

/** The place in the feed up to which it was rolled off, and the epoch under which, locked. */
async function lockPlace(tx: Tx): Promise<{ seq: bigint; epoch: bigint }> {
  await tx.$executeRawUnsafe('INSERT INTO cursor (name, seq) VALUES ($1, 0) ON CONFLICT DO NOTHING', RETENTION);
  const [row] = await tx.$queryRawUnsafe<{ seq: bigint; epoch: bigint }[]>(
    'SELECT seq, epoch FROM cursor WHERE name = $1 FOR UPDATE',
    RETENTION,
  );
  return row ?? { seq: 0n, epoch: 0n };
}

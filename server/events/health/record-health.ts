import { type Clock, DAY, MINUTE } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { type Tx, withTransaction } from '../../db/transaction.ts';
import { checkDocument, slaOf } from '../odcs/index.ts';
import { CATCH_UP_MINUTES, HEALTH, WINDOW_MINUTES } from './constants.ts';
import { foldSignals } from './fold-signals.ts';
import { judgeMinute, type Promised } from './judge-minutes.ts';
import { settleAlerts } from './settle-alerts.ts';
import { updateStandings } from './update-standings.ts';

/** Days after which a minute is let go: a little more than the window. */
const KEPT_DAYS = 31;
const MINUTE_CURSOR = `${HEALTH}-minute`;

/**
 * One pass of the health loop, in one transaction: folds new signals into the minutes of their sources, judges the minutes that
 * have ended, works out budgets and burn rates, opens and closes alerts.
 * @param epoch of the health lease; under an older one than the cursor's nothing is changed.
 * @returns whether more signals wait to be folded.
 */
export function recordHealth(db: Database, clock: Clock, { epoch }: { epoch: bigint }): Promise<boolean> {
  return withTransaction(
    db,
    async (tx) => {
      const now = clock.now();
      const cursor = await lockCursor(tx, HEALTH);
      const minutes = await lockCursor(tx, MINUTE_CURSOR);
      if (cursor.epoch > epoch) return false; // somebody else has taken over
      const folded = await foldSignals(tx, cursor.seq, now);
      await moveCursor(tx, HEALTH, folded.seq, epoch);

      const current = Math.floor(now.getTime() / MINUTE);
      const judgedTo = Number(minutes.seq);
      // A minute is judged by all of its signals: while some of the log wait to be counted, none is.
      if (current <= judgedTo || folded.more) return folded.more;
      const promised = await findPromised(tx);
      for (let minute = Math.max(judgedTo, current - CATCH_UP_MINUTES); minute < current; minute += 1) {
        await judgeMinute(tx, promised, new Date(minute * MINUTE));
      }
      await moveCursor(tx, MINUTE_CURSOR, BigInt(current), epoch);
      await tx.sourceMinute.deleteMany({ where: { minute: { lt: new Date(now.getTime() - KEPT_DAYS * DAY) } } });
      const standings = await updateStandings(tx, promised, now, WINDOW_MINUTES);
      await settleAlerts(tx, asSystem(HEALTH, clock), standings);
      const ids = [...new Set(standings.map(({ sourceId }) => sourceId))];
      if (ids.length) await appendFeed(tx, now, [{ area: 'sources', kind: 'health', ids, region: '*' }]);
      return folded.more;
    },
    { timeoutMs: 30_000 },
  );
}

async function lockCursor(tx: Tx, name: string): Promise<{ seq: bigint; epoch: bigint }> {
  await tx.$executeRawUnsafe('INSERT INTO cursor (name, seq) VALUES ($1, 0) ON CONFLICT DO NOTHING', name);
  const [row] = await tx.$queryRawUnsafe<{ seq: bigint; epoch: bigint }[]>(
    'SELECT seq, epoch FROM cursor WHERE name = $1 FOR UPDATE',
    name,
  );
  return row ?? { seq: 0n, epoch: 0n };
}

const moveCursor = (tx: Tx, name: string, seq: bigint, epoch: bigint) =>
  tx.cursor.update({ where: { name }, data: { seq, epoch } });

/** What the active contracts of all sources that are switched on promise. */
async function findPromised(tx: Tx): Promise<Promised[]> {
  const sources = await tx.source.findMany({ where: { active: true }, select: { id: true, name: true } });
  const nameOf = new Map(sources.map(({ id, name }) => [id, name]));
  const rows = await tx.sourceContract.findMany({
    where: { state: 'active', sourceId: { in: sources.map(({ id }) => id) } },
    select: { sourceId: true, type: true, document: true },
  });
  return rows.map(({ sourceId, type, document }) => ({
    sourceId,
    type,
    name: nameOf.get(sourceId) ?? sourceId,
    sla: slaOf(checkDocument(document).document),
  }));
}

import type { Clock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { type Tx, withTransaction } from '../../db/transaction.ts';
import type { NewProposal } from '../proposals/index.ts';
import { DECIDE, STALE_AFTER, STALE_FROM } from './constants.ts';
import { followModels } from './follow-models.ts';
import { lockPlace } from './lock-place.ts';
import { noteSilence } from './note-silence.ts';
import { proposeCases } from './propose-cases.ts';
import { lockOpenCases, type OpenCase } from './queries.ts';
import { raiseSilent } from './raise-silent.ts';
import { recheckGoods } from './recheck-goods.ts';
import { ripenGaps } from './ripen-gaps.ts';

/** Cases a pass, most money first, so that a pass never holds signals up for long. */
const CASES_A_PASS = 30;

type Standing = { id: string; chosen: string; verdict: string; waits: boolean; worldAt: Date };

const STALE = `
  SELECT d.id, p.chosen, p.verdict, p.state = 'open' AS waits, w.at AS "worldAt"
  ${STALE_FROM} AND s.partition = $4::smallint
  ORDER BY d.value_at_risk DESC, d.id LIMIT $3::int`;

/**
 * Holds proposals that world time has left behind against the facts again: what waits for people gets fresh figures in a new
 * revision; what policy settled (to wait, or denied) is proposed anew only when the answer has become another.
 * Excursions whose sensors have fallen silent say so; stock that has been apart for as long as it must is raised, and so is a sensor
 * that fell silent outside its band; goods in an excursion are brought up to date. What rests on a model that was suspended is withdrawn, and what was held for one that is listed
 * again is asked anew.
 * @param epoch of the lease on the partition; under an older one than the cursor's nothing is changed.
 * @returns how many cases were looked at.
 * @throws LeaseLost when somebody else has taken over.
 */
export function revalidateCases(
  db: Database,
  clock: Clock,
  { epoch, partition }: { epoch: bigint; partition: number },
): Promise<number> {
  return withTransaction(db, async (tx) => {
    await lockPlace(tx, partition, epoch);
    const ripened = (await ripenGaps(tx, clock, partition)) + (await raiseSilent(tx, clock, partition));
    const regoods = await recheckGoods(tx, clock, partition);
    const noted = await noteSilence(tx, clock, partition);
    const followed = ripened + regoods + noted + (await followModels(tx, clock, partition));
    const at = clock.now().toISOString();
    const find = () => tx.$queryRawUnsafe<Standing[]>(STALE, at, STALE_AFTER, CASES_A_PASS, partition);
    const found = await find();
    if (!found.length) return followed;
    const open = await lockOpenCases(
      tx,
      [],
      found.map(({ id }) => id),
    );
    // Asked again under the locks: somebody may have answered one in between.
    const stale = (await find()).filter(({ id }) => open.some((item) => item.id === id));
    await answerAgain(
      tx,
      clock,
      stale,
      open.filter(({ id }) => stale.some((row) => row.id === id)),
    );
    return followed + stale.length;
  });
}

async function answerAgain(tx: Tx, clock: Clock, stale: Standing[], open: OpenCase[]): Promise<void> {
  const standing = new Map(stale.map((row) => [row.id, row]));
  const touched = open.map((item) => ({ ...item, open: true, change: 'a day of world time has passed' }));
  const worldOf = new Map(open.map(({ id, source }) => [source, standing.get(id)?.worldAt ?? clock.now()]));
  const saysMore = ({ disruption, gated: { shown } }: NewProposal): boolean => {
    const before = standing.get(disruption.id);
    return !before || before.waits || before.chosen !== shown.chosen || before.verdict !== shown.gate.verdict;
  };
  await proposeCases(tx, asSystem(DECIDE, clock), touched, worldOf, saysMore);
  await tx.$executeRawUnsafe(
    `UPDATE disruption d SET checked_world_at = r."worldAt"
     FROM jsonb_to_recordset($1::jsonb) AS r(id text, "worldAt" timestamptz) WHERE d.id = r.id`,
    JSON.stringify(stale),
  );
}

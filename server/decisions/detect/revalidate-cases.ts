import { type Clock, DAY } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { type Tx, withTransaction } from '../../db/transaction.ts';
import type { NewProposal } from '../proposals/index.ts';
import { DECIDE } from './constants.ts';
import { LeaseLost } from './evaluate-batch.ts';
import { proposeCases } from './propose-cases.ts';
import { lockCursor, lockOpenCases, type OpenCase } from './queries.ts';

/** World time after which a proposal is held against the facts again, although none of its lines has moved. */
const STALE_AFTER = DAY;
/** Cases a pass, most money first, so that a pass never holds signals up for long. */
const CASES_A_PASS = 30;

type Standing = { id: string; chosen: string; verdict: string; waits: boolean; worldAt: Date };

// An agent's answer only: what a person proposed is theirs to change, and what a person has begun to approve is not pulled
// from under them. Of what policy settled by itself, only waiting and denial can come out otherwise a day later.
const STALE = `
  SELECT d.id, p.chosen, p.verdict, p.state = 'open' AS waits, w.at AS "worldAt"
  FROM disruption d
  JOIN stream s ON s.source = d.source
  CROSS JOIN LATERAL (SELECT CASE s.clock WHEN 'replay' THEN s.world_at ELSE $1::timestamptz END AS at) w
  CROSS JOIN LATERAL (SELECT * FROM proposal WHERE disruption_id = d.id ORDER BY revision DESC LIMIT 1) p
  LEFT JOIN decision x ON x.proposal_id = p.id
  WHERE d.state = 'open' AND p.proposer_kind = 'agent'
    AND ((p.state = 'open' AND NOT EXISTS (SELECT 1 FROM seat WHERE proposal_id = p.id))
      OR (p.state = 'decided' AND (x.kind = 'deny' OR (x.kind = 'auto' AND x.saga IS NULL))))
    AND greatest(p.world_at, d.checked_world_at) <= w.at - $2::float8 * interval '1 millisecond'
  ORDER BY d.value_at_risk DESC, d.id LIMIT $3::int`;

/**
 * Holds proposals that world time has left behind against the facts again: what waits for people gets fresh figures in a new
 * revision; what policy settled (to wait, or denied) is proposed anew only when the answer has become another.
 * @param epoch of the decide lease; under an older one than the cursor's nothing is changed.
 * @returns how many cases were looked at.
 * @throws LeaseLost when somebody else has taken over.
 */
export function revalidateCases(db: Database, clock: Clock, { epoch }: { epoch: bigint }): Promise<number> {
  return withTransaction(db, async (tx) => {
    const cursor = await lockCursor(tx, DECIDE);
    if (cursor.epoch > epoch) throw new LeaseLost('a newer holder of the decide lease has moved the cursor');
    const find = () => tx.$queryRawUnsafe<Standing[]>(STALE, clock.now().toISOString(), STALE_AFTER, CASES_A_PASS);
    const found = await find();
    if (!found.length) return 0;
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
    return stale.length;
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

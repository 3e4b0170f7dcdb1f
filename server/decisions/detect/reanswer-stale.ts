import type { Clock } from '../../core/clock.ts';
import { asSystem } from '../../core/context.ts';
import type { Tx } from '../../db/transaction.ts';
import type { NewProposal } from '../proposals/index.ts';
import { DECIDE, STALE_AFTER, STALE_FROM } from './constants.ts';
import { proposeCases } from './propose-cases.ts';
import { lockOpenCases, type OpenCase } from './queries.ts';
import { onFound } from './sweep-faults.ts';

type Standing = { id: string; chosen: string; verdict: string; waits: boolean; worldAt: Date };

const STALE = `
  SELECT d.id, p.chosen, p.verdict, p.state = 'open' AS waits, w.at AS "worldAt"
  ${STALE_FROM} AND s.partition = $4::smallint
  ORDER BY d.value_at_risk DESC, d.id LIMIT $3::int`;

/**
 * Holds proposals that world time has left behind against the facts again, most money first: what waits for people gets fresh figures
 * in a new revision; what policy settled (to wait, or denied) is proposed again only when the answer has become another.
 * @returns how many cases were looked at.
 */
export async function reanswerStale(tx: Tx, clock: Clock, partition: number, limit: number): Promise<number> {
  const at = clock.now().toISOString();
  const find = () => tx.$queryRawUnsafe<Standing[]>(STALE, at, STALE_AFTER, limit, partition);
  const found = await find();
  if (!found.length) return 0;
  return onFound(
    found.map(({ id }) => ({ caseId: id })),
    async () => {
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
    },
  );
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

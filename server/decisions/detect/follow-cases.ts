import type { Context } from '../../core/context.ts';
import type { Tx } from '../../db/transaction.ts';
import type { ShipmentMoves } from './collect-moves.ts';
import { groupByCase, keyOf } from './group-moves.ts';
import { proposeCases } from './propose-cases.ts';
import { lockOpenCases, type OpenCase, type StreamTime } from './queries.ts';
import { followShipment, type Member } from './rules.ts';
import { type CaseEpisode, writeCases } from './write-cases.ts';

/** Opens, joins and closes cases as their lines moved, and asks the agent about those that are open. @returns how many. */
export async function followCases(
  tx: Tx,
  ctx: Context,
  times: readonly StreamTime[],
  shipments: readonly ShipmentMoves[],
): Promise<number> {
  if (!shipments.length) return 0;
  const open = await lockOpenCases(
    tx,
    shipments.map(({ shipmentKey }) => keyOf(shipmentKey)),
    shipments.flatMap(({ moves }) => moves.flatMap(({ caseId }) => caseId ?? [])),
  );
  const episodes = groupByCase(shipments, open).flatMap(({ source, shipmentKey, moves, existing }): CaseEpisode[] => {
    const before = existing && { ...existing, members: membersBefore(existing, moves) };
    return followShipment(before, moves).map((episode) => ({
      source,
      shipmentKey,
      episode,
      existing: episode.continues ? existing : null,
    }));
  });
  const touched = await writeCases(tx, ctx, episodes);
  await proposeCases(tx, ctx, touched, new Map(times.map(({ source, worldAt }) => [source, worldAt])));
  return touched.length;
}

/** The lines of an open case as they stood before the batch: a delivery told in it has not happened yet. */
function membersBefore(existing: OpenCase, moves: readonly { key: string }[]): Member[] {
  const moving = new Set(moves.map(({ key }) => key));
  return existing.members.map((line) => ({
    key: line.key,
    dueAt: line.dueAt,
    deliveredAt: moving.has(line.key) ? null : line.deliveredAt,
    found:
      line.announcedBy === 'delivery' ||
      (line.overdueAt !== null && line.recordedAt !== null && line.overdueAt >= line.recordedAt),
  }));
}

import { PLAYBOOK } from '../agents/index.ts';
import type { CaseMove, ShipmentMoves } from './collect-moves.ts';
import type { OpenCase } from './queries.ts';

/** The key of the case of a late shipment. */
export const keyOf = (shipmentKey: string): string => `${PLAYBOOK}:${shipmentKey}`;

/** What the lines of one case went through in a batch; `existing` null when it is yet to open. */
export type CaseMoves = { source: string; shipmentKey: string; moves: CaseMove[]; existing: OpenCase | null };

/**
 * The moves of a batch by the case that they bear on: that which a line is in, whatever shipment it is told to travel with by now,
 * else the open one of its shipment, else a new one.
 */
export function groupByCase(shipments: readonly ShipmentMoves[], open: readonly OpenCase[]): CaseMoves[] {
  const groups = new Map<string, CaseMoves>();
  for (const { source, shipmentKey, moves } of shipments) {
    for (const move of moves) {
      const own = move.caseId === null ? undefined : open.find(({ id }) => id === move.caseId);
      const existing = own ?? open.find(({ key }) => key === keyOf(shipmentKey)) ?? null;
      const key = existing?.key ?? keyOf(shipmentKey);
      const group = groups.get(key) ?? { source, shipmentKey: key.slice(keyOf('').length), moves: [], existing };
      groups.set(key, group);
      group.moves.push(move);
    }
  }
  return [...groups.values()];
}

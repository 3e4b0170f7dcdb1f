import type { Disruption, OrderLine } from '../../db/generated/client.ts';
import { PLAN_ANEW } from '../../db/statement-names.ts';
import type { Tx } from '../../db/transaction.ts';

/** World time of one stream, as the batch has brought it. */
export type StreamTime = { source: string; clock: string; worldAt: Date };

export type OverdueLine = {
  key: string;
  source: string;
  shipmentKey: string;
  dueAt: Date;
  announcedAt: Date;
};

/** A stream, how far its world time has come, and the first due instant of its lines that nobody has answered for. */
export type Stream = { source: string; clock: string; worldAt: Date | null; dueAt: Date | null };

/** The streams of a partition. */
export const findStreams = (tx: Tx, partition: number): Promise<Stream[]> =>
  tx.$queryRawUnsafe(
    `${PLAN_ANEW} SELECT s.source, s.clock, s.world_at AS "worldAt",
       (SELECT l.due_at FROM order_line l WHERE l.source = s.source AND l.delivered_at IS NULL AND l.disruption_id IS NULL
        ORDER BY l.due_at LIMIT 1) AS "dueAt"
     FROM stream s WHERE s.partition = $1::smallint ORDER BY s.source`,
    partition,
  );

/** Lines whose stream has passed their due instant with nothing delivered and that are in no case yet, longest due first. */
export async function findOverdue(tx: Tx, streams: readonly StreamTime[], limit: number): Promise<OverdueLine[]> {
  if (!streams.length) return [];
  return tx.$queryRawUnsafe<OverdueLine[]>(
    `${PLAN_ANEW} SELECT l.key, l.source, l.shipment_key AS "shipmentKey", l.due_at AS "dueAt", l.announced_at AS "announcedAt"
     FROM unnest($1::text[], $2::timestamptz[]) AS w(source, world_at)
     CROSS JOIN LATERAL (SELECT * FROM order_line o WHERE o.source = w.source AND o.due_at <= w.world_at
       AND o.delivered_at IS NULL AND o.disruption_id IS NULL ORDER BY o.due_at, o.key LIMIT $3::int) l
     ORDER BY l.due_at, l.key LIMIT $3::int`,
    streams.map(({ source }) => source),
    streams.map(({ worldAt }) => worldAt.toISOString()),
    limit,
  );
}

/** Undelivered lines of open cases of some shipments. */
export function findWaiting(tx: Tx, shipmentKeys: string[]): Promise<OverdueLine[]> {
  return tx.$queryRawUnsafe<OverdueLine[]>(
    `${PLAN_ANEW} SELECT key, source, shipment_key AS "shipmentKey", due_at AS "dueAt", announced_at AS "announcedAt"
     FROM order_line WHERE shipment_key = ANY($1::text[]) AND delivered_at IS NULL AND disruption_id IS NOT NULL`,
    shipmentKeys,
  );
}

export type OpenCase = Disruption & { members: OrderLine[] };

/** What changed of a case whose stored facts cannot be read and were computed again from its signals, inside a sentence. */
export const READ_ANEW = 'its facts, which could not be read, were computed again';

/** Open cases by key or by id with their lines, locked in the order of their ids so that two writers cannot deadlock. */
export async function lockOpenCases(tx: Tx, keys: string[], ids: string[]): Promise<OpenCase[]> {
  const locked = await tx.$queryRawUnsafe<{ id: string }[]>(
    `SELECT id FROM disruption WHERE state = 'open' AND (key = ANY($1::text[]) OR id = ANY($2::text[])) ORDER BY id FOR UPDATE`,
    keys,
    ids,
  );
  if (!locked.length) return [];
  const open = locked.map(({ id }) => id);
  const cases = await tx.disruption.findMany({ where: { id: { in: open } }, orderBy: { id: 'asc' } });
  const members = await findMembers(tx, open);
  return cases.map((row) => ({ ...row, members: members.get(row.id) ?? [] }));
}

/** Lines of cases, by case. */
export async function findMembers(tx: Tx, caseIds: string[]): Promise<Map<string, OrderLine[]>> {
  const lines = await tx.orderLine.findMany({ where: { disruptionId: { in: caseIds } }, orderBy: { key: 'asc' } });
  const byCase = new Map<string, OrderLine[]>();
  for (const line of lines) {
    const id = line.disruptionId ?? '';
    byCase.set(id, [...(byCase.get(id) ?? []), line]);
  }
  return byCase;
}

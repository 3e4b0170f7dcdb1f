import type { Disruption, OrderLine } from '../../db/generated/client.ts';
import type { Tx } from '../../db/transaction.ts';
import { CARD_CUSTOMERS } from './constants.ts';
import type { ThreatenedPage } from './schema.ts';
import { type Deliveries, tellClosing } from './tell-case.ts';
import { tellWatched } from './tell-watched.ts';

/** The order lines of a case in figures, however many there are. */
export type LineSums = Deliveries & {
  undelivered: number;
  /** Names of those who wait for what is not delivered, or, where nothing is, of all: the first few, and how many there are. */
  customers: string[];
  customerCount: number;
  /** Keys of the shipments that the lines travel with. */
  shipmentKeys: string[];
};

// Days as `daysBetween` counts them: whole ones, rounded down. In an open case those wait whose line is not delivered.
const SUMS = `
  SELECT d.id, count(l.key)::int AS lines, count(l.key) FILTER (WHERE l.delivered_at IS NULL)::int AS undelivered,
         count(l.key) FILTER (WHERE l.delivered_at >= l.due_at)::int AS "lateLines",
         coalesce(max(floor(extract(epoch FROM l.delivered_at - l.due_at) / 86400) + 1) FILTER (WHERE l.delivered_at >= l.due_at), 0)::int AS "daysLate",
         greatest(0, max(floor(extract(epoch FROM l.recorded_at - l.delivered_at) / 86400)))::int AS "daysSlow",
         coalesce(array_agg(DISTINCT l.shipment_key) FILTER (WHERE l.key IS NOT NULL), '{}') AS "shipmentKeys",
         (count(DISTINCT l.customer) FILTER (WHERE d.state <> 'open' OR l.delivered_at IS NULL))::int AS "customerCount",
         coalesce((array_agg(DISTINCT l.customer COLLATE "C")
                   FILTER (WHERE l.key IS NOT NULL AND (d.state <> 'open' OR l.delivered_at IS NULL)))[1:$2::int], '{}') AS customers
  FROM disruption d LEFT JOIN order_line l ON l.disruption_id = d.id
  WHERE d.id = ANY($1::text[]) GROUP BY d.id`;

/** What the order lines of each case come to, by its id. */
export async function sumLines(
  tx: Pick<Tx, '$queryRawUnsafe'>,
  ids: readonly string[],
): Promise<(id: string) => LineSums> {
  const rows = await tx.$queryRawUnsafe<(LineSums & { id: string })[]>(SUMS, [...ids], CARD_CUSTOMERS);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return (id) => {
    const sums = byId.get(id);
    if (!sums) throw new Error(`the lines of ${id} were not summed`);
    return sums;
  };
}

export const viewOfLine = (line: OrderLine): ThreatenedPage<'lines'>['rows'][number] => ({
  key: line.key,
  orderNumber: line.orderNumber,
  lineNumber: line.lineNumber,
  item: line.item,
  quantity: line.quantity,
  packUnit: line.packUnit,
  valueUsd: Number(line.value),
  customer: line.customer,
  dueAt: line.dueAt.toISOString(),
  deliveredAt: line.deliveredAt?.toISOString() ?? null,
  recordedAt: line.recordedAt?.toISOString() ?? null,
});

/** Order lines of a case from a place on, the first due first. */
export const findLines = (
  tx: Pick<Tx, 'orderLine'>,
  disruptionId: string,
  { start, limit }: { start: number; limit: number },
): Promise<OrderLine[]> =>
  tx.orderLine.findMany({
    where: { disruptionId },
    orderBy: [{ dueAt: 'asc' }, { key: 'asc' }],
    skip: start,
    take: limit,
  });

/** Why a case has closed, in a sentence. */
export const tellEnding = (row: Disruption, sums: LineSums, worldAt: Date): string =>
  tellWatched(row, worldAt)?.closed ?? tellClosing(row.closedReason ?? '', sums);

import type { Database } from '../../../db/client.ts';
import { newestOf } from '../stock/index.ts';
import type { Asked, Listed } from './list-network.ts';
import { ANSWER_KEY, goesOn } from './page-sql.ts';
import type { StreamClocks } from './read-clocks.ts';
import type { Figure } from './schema.ts';

const LINES = `
  SELECT key, source, region, order_number AS "orderNumber", line_number AS "lineNumber", shipment, supplier, item, quantity,
         pack_unit AS unit, destination AS "shipTo", due_at AS "dueAt", delivered_at AS "deliveredAt", told_at AS "toldAt",
         told_by AS "toldBy", recorded_at AS "recordedAt", delivery_id AS "deliveryId",
         (SELECT jsonb_agg(jsonb_build_object('aspect', f.aspect, 'source', f.source, 'data', f.data, 'signalId', f.signal_id,
            'toldAt', f.told_at)) FROM world_fact f WHERE f.key = ${ANSWER_KEY} AND f.aspect LIKE 'supplier.%') AS answers
  FROM order_line l
  WHERE ${goesOn(true, '$1')} AND ($3::text[] IS NULL OR region = ANY($3))
    AND lower(concat_ws(' ', order_number, shipment, supplier, item, destination)) LIKE $2
  ORDER BY key COLLATE "C" DESC LIMIT $4`;

type Row = {
  key: string;
  source: string;
  region: string;
  orderNumber: string;
  lineNumber: string;
  shipment: string;
  supplier: string;
  item: string;
  quantity: number;
  unit: string;
  shipTo: string;
  dueAt: Date;
  deliveredAt: Date | null;
  toldAt: Date;
  toldBy: string;
  recordedAt: Date | null;
  deliveryId: string | null;
  answers: Answer[] | null;
};
type Answer = {
  aspect: string;
  source: string;
  signalId: string;
  data: Record<string, string | number>;
  toldAt: string;
};

/** Purchase order lines that one source alone tells whole (`purchase-order.sent`), in the columns of the others. */
export async function listLines(
  db: Database,
  { tell }: StreamClocks,
  { scope, search, after, limit }: Asked,
): Promise<Listed[]> {
  const { rows } = await db.pool.query<Row>(LINES, [after, search, scope.regions, limit]);
  return rows.map((row) => {
    const told = tell({ source: row.source, signalId: row.toldBy, toldAt: row.toldAt });
    const figure = (value: Figure['value'], by = told): Figure => ({ value, told: by });
    const answers = (row.answers ?? []).map((answer) => ({ ...answer, toldAt: new Date(answer.toldAt) }));
    const answered = (name: string, field: string): Record<string, Figure> => {
      const found = newestOf(answers, `supplier.${name}`);
      return found
        ? { [name === 'date' ? 'promised' : 'confirmed']: figure(found.data[field] ?? null, tell(found)) }
        : {};
    };
    const delivered =
      row.deliveryId && row.recordedAt
        ? tell({ source: row.source, signalId: row.deliveryId, toldAt: row.recordedAt })
        : told;
    return {
      key: row.key,
      rows: [
        {
          key: row.key,
          region: row.region,
          page: null,
          told: delivered,
          figures: {
            orderNumber: figure(row.orderNumber),
            lineNumber: figure(row.lineNumber),
            supplier: figure(row.supplier),
            item: figure(row.item),
            quantity: figure(row.quantity),
            unit: figure(row.unit),
            shipTo: figure(row.shipTo),
            // The day it is due is over at the due instant.
            requested: figure(new Date(row.dueAt.getTime() - 1).toISOString().slice(0, 10)),
            ...answered('quantity', 'quantity'),
            ...answered('date', 'date'),
            state: row.deliveredAt ? figure('delivered', delivered) : figure('open'),
          },
        },
      ],
    };
  });
}

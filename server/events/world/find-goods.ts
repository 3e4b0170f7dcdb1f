import type { Tx } from '../../db/transaction.ts';

/** Goods that travel in or with a thing, as the world tells it. */
export type Goods = {
  thing: string;
  shipment: string;
  item: string;
  quantity: number;
  unit: string;
  orderNumber: string | null;
  customer: string | null;
  /** Where they go. */
  site: string | null;
  firstLine: boolean;
  /** From the order line, else quantity × unit cost of the item in USD; null when nobody told a cost. */
  valueUsd: number | null;
  minCelsius: number | null;
  maxCelsius: number | null;
};

const GOODS = `
  WITH asked AS (SELECT DISTINCT thing, shipment FROM jsonb_to_recordset($1::jsonb) AS r(thing text, shipment text)),
  ship AS (
    SELECT thing, thing AS shipment FROM asked
    UNION SELECT thing, shipment FROM asked WHERE shipment IS NOT NULL
    UNION SELECT a.thing, f.data->>'shipment' FROM asked a JOIN world_fact f ON f.kind = 'shipment'
      AND (f.data->'equipment' = to_jsonb(a.thing) OR f.data->'equipment' @> jsonb_build_array(a.thing))),
  goods AS (
    SELECT s.thing, l.shipment, l.item, l.quantity, l.pack_unit AS unit, l.order_number AS "orderNumber", l.customer,
           l.destination AS site, l.first_line AS "firstLine", l.value::float8 AS told, 1 AS rank, l.key AS place
    FROM ship s JOIN order_line l ON l.shipment = s.shipment WHERE l.delivered_at IS NULL
    UNION ALL
    SELECT s.thing, s.shipment, n->>'item', (n->>'quantity')::float8, n->>'unit', n->>'orderNumber', NULL,
           f.data->>'shipTo', false, NULL, 2, f.source || n::text
    FROM ship s JOIN world_fact f ON f.kind = 'shipment' AND f.aspect = 'notice' AND f.data->>'shipment' = s.shipment,
         jsonb_array_elements(f.data->'lines') AS n),
  best AS (SELECT *, min(rank) OVER (PARTITION BY thing, shipment) AS chosen FROM goods)
  SELECT g.thing, g.shipment, g.item, g.quantity, g.unit, g."orderNumber", g.customer, g.site, g."firstLine",
         coalesce(g.told, g.quantity * (i.data->>'unitCost')::float8 * CASE WHEN i.data->>'currency' = 'USD' THEN 1 END) AS "valueUsd",
         (i.data->>'minCelsius')::float8 AS "minCelsius", (i.data->>'maxCelsius')::float8 AS "maxCelsius"
  FROM best g LEFT JOIN LATERAL (SELECT data FROM world_fact d WHERE d.kind = 'item' AND d.item = g.item
    ORDER BY d.told_at DESC, d.source LIMIT 1) i ON true
  WHERE g.rank = g.chosen ORDER BY g.thing, g.shipment, g.place`;

/**
 * What travels in containers, with shipments or in vehicles: undelivered order lines where there are any, else what ship notices
 * tell. A container is known by the notices and movements that name it.
 * @param things each with the shipment it was told to travel with, or null.
 */
export async function findGoods(
  tx: Pick<Tx, '$queryRawUnsafe'>,
  things: readonly { thing: string; shipment: string | null }[],
): Promise<Goods[]> {
  if (!things.length) return [];
  return tx.$queryRawUnsafe<Goods[]>(GOODS, JSON.stringify(things));
}

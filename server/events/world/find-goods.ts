import { boundUsd } from '../../core/bound-money.ts';
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
  /** From the order line, else quantity × unit cost of the item in USD; null when nobody told a cost, or beyond `boundUsd`. */
  valueUsd: number | null;
  minCelsius: number | null;
  maxCelsius: number | null;
};

const GOODS = `
  WITH asked AS (
    SELECT thing, shipment, min(at) AS at FROM jsonb_to_recordset($1::jsonb) AS r(thing text, shipment text, at timestamptz)
    GROUP BY thing, shipment),
  named AS (
    SELECT thing, thing AS shipment, at FROM asked
    UNION SELECT thing, shipment, at FROM asked WHERE shipment IS NOT NULL
    UNION SELECT a.thing, f.data->>'shipment', a.at FROM asked a JOIN world_fact f ON f.kind = 'shipment' AND f.equipment @> ARRAY[a.thing]),
  ship AS (
    SELECT thing, shipment, min(at) AS at, '|shipment|' || replace(replace(shipment, '%', '%25'), '|', '%7C') AS key
    FROM named GROUP BY thing, shipment),
  line AS (
    SELECT s.thing, s.at, l.* FROM ship s CROSS JOIN stream st JOIN order_line l ON l.shipment_key = st.source || '|' || s.shipment),
  goods AS (
    SELECT thing, shipment, item, quantity, pack_unit AS unit, order_number AS "orderNumber", customer, destination AS site,
           first_line AS "firstLine", value::float8 AS told, key AS place
    FROM line WHERE delivered_at IS NULL OR delivered_at > at
    UNION ALL
    SELECT s.thing, s.shipment, n->>'item', (n->>'quantity')::float8, n->>'unit', n->>'orderNumber', NULL,
           f.data->>'shipTo', false, NULL, f.source || n::text
    FROM ship s JOIN world_fact f ON f.key = s.key AND f.kind = 'shipment' AND f.aspect = 'notice',
         jsonb_array_elements(f.data->'lines') AS n
    WHERE NOT EXISTS (SELECT 1 FROM line l WHERE l.thing = s.thing AND l.shipment = s.shipment)
      AND NOT EXISTS (SELECT 1 FROM world_fact d WHERE d.key = s.key AND d.kind = 'shipment'
        AND d.aspect LIKE 'move|delivery|actual|%' AND d.event_at <= s.at))
  SELECT g.thing, g.shipment, g.item, g.quantity, g.unit, g."orderNumber", g.customer, g.site, g."firstLine",
         coalesce(g.told, g.quantity * (SELECT (d.data->>'unitCost')::float8 FROM world_fact d
           WHERE d.kind = 'item' AND d.item = g.item AND d.data->>'currency' = 'USD' AND d.data->>'unitCost' IS NOT NULL
           ORDER BY d.told_at DESC, d.source LIMIT 1)) AS "valueUsd",
         (b.data->>'minCelsius')::float8 AS "minCelsius", (b.data->>'maxCelsius')::float8 AS "maxCelsius"
  FROM goods g LEFT JOIN LATERAL (SELECT data FROM world_fact d WHERE d.kind = 'item' AND d.item = g.item
    AND (d.data->>'minCelsius' IS NOT NULL OR d.data->>'maxCelsius' IS NOT NULL)
    ORDER BY d.told_at DESC, d.source LIMIT 1) b ON true
  ORDER BY g.thing, g.shipment, g.place`;

/** A thing with the shipment it was told to travel with, and the instant from which on (ISO 8601) what is in it is asked for. */
export type AskedThing = { thing: string; shipment: string | null; at: string };

/**
 * What travels in containers, with shipments or in vehicles, and was not delivered before an instant, whenever that was told:
 * order lines where there are any, else what ship notices tell. A container is known by the notices and movements that name it.
 * The band and the unit cost of an item are each the newest that anybody told.
 */
export async function findGoods(tx: Pick<Tx, '$queryRawUnsafe'>, things: readonly AskedThing[]): Promise<Goods[]> {
  if (!things.length) return [];
  const found = await tx.$queryRawUnsafe<Goods[]>(GOODS, JSON.stringify(things));
  return found.map((goods) => (boundUsd(goods.valueUsd) === null ? { ...goods, valueUsd: null } : goods));
}

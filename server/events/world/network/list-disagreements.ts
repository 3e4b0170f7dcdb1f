import type { Database } from '../../../db/client.ts';
import type { Asked, Listed } from './list-network.ts';
import { ANSWER_KEY } from './page-sql.ts';
import type { StreamClocks } from './read-clocks.ts';
import type { Figure } from './schema.ts';

/**
 * Where two words on one figure differ: the readings of a stock position, and quantity, date and price of a purchase order line
 * between buyer and supplier. They have been at odds since the newer of the two was told. Prices in two currencies are at odds
 * about the currency: their figures cannot be held against one another.
 */
const DISAGREEMENTS = `
  WITH reading AS (
    SELECT p.key, p.item || ' at ' || p.site AS thing, p.region, r.value AS r, r.ordinality AS place, p.item, p.site
    FROM stock_position p, jsonb_array_elements(p.readings) WITH ORDINALITY AS r),
  stock AS (
    SELECT a.key || ' ' || b.place AS key, a.thing, a.region, 'stock' AS what, ARRAY['stock', a.item, a.site] AS page,
           a.r->>'quantity' AS "leftValue", a.r->>'source' AS "leftSource", a.r->>'signalId' AS "leftSignal",
           (a.r->>'at')::timestamptz AS "leftAt", a.r->>'basis' AS "leftBasis",
           b.r->>'quantity' AS "rightValue", b.r->>'source' AS "rightSource", b.r->>'signalId' AS "rightSignal",
           (b.r->>'at')::timestamptz AS "rightAt", b.r->>'basis' AS "rightBasis",
           round((b.r->>'quantity')::numeric - (a.r->>'quantity')::numeric, 6)::float8 AS gap, a.r->>'unit' AS unit,
           greatest((a.r->>'countedAt')::timestamptz, (b.r->>'countedAt')::timestamptz) AS since
    FROM reading a JOIN reading b ON a.key = b.key AND a.place = 1 AND b.place > 1
    WHERE a.r->>'unit' = b.r->>'unit' AND (a.r->>'quantity')::numeric <> (b.r->>'quantity')::numeric),
  word AS (
    SELECT DISTINCT ON (key, aspect) key, aspect, region, source, signal_id, told_at,
           coalesce(data->>'quantity', left(data->>'date', 10), data->>'unitPrice') AS value, data->>'currency' AS currency
    FROM world_fact WHERE kind = 'po' AND aspect ~ '^(buyer|supplier)\\.(quantity|date|price)$'
      AND ($3::text[] IS NULL OR region = ANY($3))
    ORDER BY key, aspect, told_at DESC, source),
  pair AS (
    SELECT b.key, b.aspect, b.region, split_part(b.aspect, '.', 2) AS what,
           CASE WHEN b.currency <> s.currency THEN b.currency ELSE b.value END AS "leftValue",
           CASE WHEN b.currency <> s.currency THEN s.currency ELSE s.value END AS "rightValue",
           coalesce(b.currency <> s.currency, false) AS mixed, coalesce(b.currency, s.currency) AS currency,
           b.source AS "leftSource", b.signal_id AS "leftSignal", b.told_at AS "leftAt",
           s.source AS "rightSource", s.signal_id AS "rightSignal", s.told_at AS "rightAt"
    FROM word b JOIN word s ON s.key = b.key AND s.aspect = 'supplier.' || split_part(b.aspect, '.', 2)
    WHERE b.aspect LIKE 'buyer.%'),
  po AS (
    SELECT b.key || ' ' || b.what AS key,
           coalesce((SELECT d.data->>'orderNumber' || ' line ' || (d.data->>'lineNumber') FROM world_fact d
             WHERE d.key = b.key AND d.data ? 'orderNumber' ORDER BY d.told_at DESC LIMIT 1), b.key) AS thing,
           b.region, CASE WHEN b.mixed THEN 'currency' ELSE b.what END AS what, NULL::text[] AS page,
           b."leftValue", b."leftSource", b."leftSignal", b."leftAt", 'buyer' AS "leftBasis",
           b."rightValue", b."rightSource", b."rightSignal", b."rightAt", 'supplier' AS "rightBasis",
           CASE WHEN b.mixed THEN NULL
                WHEN b.what = 'date' THEN b."rightValue"::date - b."leftValue"::date
                ELSE round(b."rightValue"::numeric - b."leftValue"::numeric, 6)::float8 END AS gap,
           CASE WHEN b.mixed THEN '' WHEN b.what = 'date' THEN 'days' WHEN b.what = 'price' THEN coalesce(b.currency, '') ELSE '' END AS unit,
           greatest(b."leftAt", b."rightAt") AS since
    FROM pair b
    WHERE CASE WHEN b.mixed THEN true WHEN b.what = 'date' THEN b."leftValue" <> b."rightValue"
               ELSE b."leftValue"::numeric <> b."rightValue"::numeric END),
  line AS (
    SELECT s.key || ' ' || split_part(s.aspect, '.', 2) AS key, l.order_number || ' line ' || l.line_number AS thing, l.region,
           split_part(s.aspect, '.', 2) AS what, NULL::text[] AS page,
           CASE s.aspect WHEN 'supplier.date' THEN ((l.due_at - interval '1 millisecond') AT TIME ZONE 'UTC')::date::text ELSE l.quantity::text END AS "leftValue",
           l.source AS "leftSource", l.told_by AS "leftSignal", l.told_at AS "leftAt", 'buyer' AS "leftBasis",
           s.value AS "rightValue", s.source AS "rightSource", s.signal_id AS "rightSignal", s.told_at AS "rightAt",
           'supplier' AS "rightBasis",
           CASE s.aspect WHEN 'supplier.date' THEN s.value::date - ((l.due_at - interval '1 millisecond') AT TIME ZONE 'UTC')::date
                ELSE round(s.value::numeric - l.quantity::numeric, 6)::float8 END AS gap,
           CASE s.aspect WHEN 'supplier.date' THEN 'days' ELSE l.pack_unit END AS unit, greatest(l.told_at, s.told_at) AS since
    FROM word s JOIN order_line l ON s.key = ${ANSWER_KEY}
    WHERE s.aspect IN ('supplier.date', 'supplier.quantity') AND l.delivered_at IS NULL
      AND CASE s.aspect WHEN 'supplier.date' THEN ((l.due_at - interval '1 millisecond') AT TIME ZONE 'UTC')::date <> s.value::date
               ELSE s.value::numeric <> l.quantity::numeric END)
  SELECT * FROM (SELECT * FROM stock UNION ALL SELECT * FROM po UNION ALL SELECT * FROM line) AS d
  WHERE key > $1 COLLATE "C" AND lower(concat_ws(' ', thing, "leftSource", "rightSource", what)) LIKE $2
    AND ($3::text[] IS NULL OR region = ANY($3))
  ORDER BY key COLLATE "C" LIMIT $4`;

type Side = 'left' | 'right';
type Row = {
  key: string;
  thing: string;
  region: string;
  what: string;
  page: string[] | null;
  /** Null where the figures cannot be held against one another. */
  gap: number | null;
  unit: string;
  since: Date;
} & {
  [key in `${Side}${'Value' | 'Source' | 'Signal' | 'Basis'}`]: string;
} & { [key in `${Side}At`]: Date };

/** The figures on which two sources disagree, by how much and since when. */
export async function listDisagreements(
  db: Database,
  { tell }: StreamClocks,
  { scope, search, after, limit }: Asked,
): Promise<Listed[]> {
  const { rows } = await db.pool.query<Row>(DISAGREEMENTS, [after, search, scope.regions, limit]);
  return rows.map((row) => {
    const side = (name: Side): Figure => ({
      value: row.what === 'date' || row.what === 'currency' ? row[`${name}Value`] : Number(row[`${name}Value`]),
      told: tell({ source: row[`${name}Source`], signalId: row[`${name}Signal`], toldAt: row[`${name}At`] }),
    });
    const left = side('left');
    const right = side('right');
    const newer = row.rightAt > row.leftAt ? right.told : left.told;
    const plain = (value: Figure['value']): Figure => ({ value, told: null });
    return {
      key: row.key,
      rows: [
        {
          key: row.key,
          region: row.region,
          page: row.page,
          told: newer,
          figures: {
            thing: plain(row.thing),
            what: plain(row.what),
            left,
            leftBasis: plain(row.leftBasis),
            right,
            rightBasis: plain(row.rightBasis),
            gap: plain(row.gap),
            unit: plain(row.unit),
            since: plain(row.since.toISOString()),
          },
        },
      ],
    };
  });
}

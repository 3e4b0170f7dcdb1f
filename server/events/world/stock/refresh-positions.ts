import type { Tx } from '../../../db/transaction.ts';
import type { StockChange } from '../schema.ts';
import { type Count, readPosition } from './rules.ts';

export type Place = { key: string; item: string; site: string; region: string; unit: string; toldAt: Date };

/** A unit cost is told beside the positions that it bears on: this lock is what both sides meet at. */
const costLock = (item: string) => `hashtextextended('unit-cost ' || ${item}, 0)`;

/**
 * In the order of keys: whoever comes second waits here, and then sees the counts, movements and unit costs that the first one
 * wrote.
 */
const LOCK = `
  WITH told AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS r(key text, item text, site text, region text, unit text, "toldAt" timestamptz)),
  held AS MATERIALIZED (
    SELECT pg_advisory_xact_lock_shared(${costLock('item')}) FROM (SELECT DISTINCT item FROM told ORDER BY item) AS items)
  INSERT INTO stock_position AS p (key, item, site, region, unit, readings, told_at)
  SELECT key, item, site, region, unit, '[]'::jsonb, "toldAt" FROM told CROSS JOIN (SELECT count(*) FROM held) AS all_held
  ORDER BY key
  ON CONFLICT (key) DO UPDATE SET key = p.key`;

const LOCK_COSTS = `SELECT pg_advisory_xact_lock(${costLock('item')}) FROM unnest($1::text[]) AS i(item) ORDER BY item`;

/** Positions of some items whose books and count differ: what the item costs bears on nothing else. */
const APART = `
  SELECT key, item, site, region, unit, told_at AS "toldAt" FROM stock_position
  WHERE item = ANY($1::text[]) AND on_hand IS NOT NULL AND physical IS NOT NULL AND on_hand <> physical`;

/** Positions that must be judged again because the unit cost of their item was told, told otherwise or taken back. */
export async function findRepriced(tx: Tx, items: readonly string[]): Promise<Place[]> {
  if (!items.length) return [];
  const unique = [...new Set(items)].sort();
  await tx.$executeRawUnsafe(LOCK_COSTS, unique);
  return tx.$queryRawUnsafe<Place[]>(APART, unique);
}

const COUNTS = `
  SELECT c.key, c.source, c.signal_id AS "signalId", c.data->>'basis' AS basis, c.data->>'lot' AS lot,
         (c.data->>'quantity')::float8 AS quantity, c.data->>'unit' AS unit,
         to_char(c.event_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
         coalesce((SELECT jsonb_agg(moved ORDER BY moved->>'source') FROM (
           SELECT jsonb_build_object('source', m.source, 'quantity', sum(m.quantity::numeric),
             'at', to_char(max(m.event_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) AS moved
           FROM stock_movement m
           WHERE m.key = c.key AND m.event_at > c.event_at AND m.unit = c.data->>'unit'
             AND (c.data->>'lot' IS NULL OR m.lot = c.data->>'lot')
           GROUP BY m.source) AS sums), '[]'::jsonb) AS moved
  FROM world_fact c WHERE c.kind = 'stock' AND c.key = ANY($1::text[])
  ORDER BY c.key, c.source, c.aspect`;

const PLACES = `
  SELECT k.key, coalesce(f.region, m.region) AS region, coalesce(f.unit, m.unit) AS unit, greatest(f.told_at, m.told_at) AS "toldAt",
         (SELECT (d.data->>'unitCost')::float8 FROM world_fact d
          WHERE d.kind = 'item' AND d.item = p.item AND d.data->>'currency' = 'USD' AND d.data->>'unitCost' IS NOT NULL
          ORDER BY d.told_at DESC, d.source LIMIT 1) AS "unitCostUsd", p.item, p.site
  FROM unnest($1::text[]) AS k(key) JOIN stock_position p USING (key)
  LEFT JOIN LATERAL (SELECT region, data->>'unit' AS unit, told_at FROM world_fact
    WHERE kind = 'stock' AND key = k.key ORDER BY rank_at DESC, told_at DESC, source, aspect LIMIT 1) f ON true
  LEFT JOIN LATERAL (SELECT region, unit, told_at FROM stock_movement
    WHERE key = k.key ORDER BY event_at DESC, told_at DESC, source, signal_id LIMIT 1) m ON true
  ORDER BY k.key`;

const WRITE = `
  UPDATE stock_position p SET region = r.region, unit = r.unit, on_hand = r."onHand", physical = r.physical,
         readings = r.readings, told_at = r."toldAt"
  FROM jsonb_to_recordset($1::jsonb) AS r(key text, region text, unit text, "onHand" float8, physical float8, readings jsonb,
       "toldAt" timestamptz)
  WHERE p.key = r.key`;

type Found = {
  key: string;
  region: string | null;
  unit: string | null;
  toldAt: Date | null;
  unitCostUsd: number | null;
  item: string;
  site: string;
};

/**
 * Works out stock positions again from their counts and movements.
 * @param places that counts or movements were told of.
 * @returns one change a position. A position of which nothing is known any more is removed.
 */
export async function refreshPositions(tx: Tx, places: readonly Place[]): Promise<StockChange[]> {
  if (!places.length) return [];
  const unique = [...new Map(places.map((place) => [place.key, place])).values()];
  await tx.$executeRawUnsafe(LOCK, JSON.stringify(unique));
  const keys = unique.map(({ key }) => key);
  const counts = await tx.$queryRawUnsafe<(Count & { key: string })[]>(COUNTS, keys);
  const found = await tx.$queryRawUnsafe<Found[]>(PLACES, keys);
  const gone = found.filter(({ toldAt }) => toldAt === null);
  if (gone.length) await tx.stockPosition.deleteMany({ where: { key: { in: gone.map(({ key }) => key) } } });
  const rows = found.flatMap(({ region, unit, toldAt, ...rest }) => {
    if (region === null || unit === null || toldAt === null) return [];
    const reading = readPosition(counts.filter(({ key }) => key === rest.key));
    return [{ ...rest, region, unit: reading.ledger?.unit ?? reading.physical?.unit ?? unit, toldAt, ...reading }];
  });
  await tx.$executeRawUnsafe(
    WRITE,
    JSON.stringify(
      rows.map(({ key, region, unit, toldAt, ledger, physical, others }) => ({
        key,
        region,
        unit,
        toldAt,
        onHand: ledger?.quantity ?? null,
        physical: physical?.quantity ?? null,
        readings: [ledger, physical, ...others].filter((reading) => reading !== null),
      })),
    ),
  );
  return rows.map(({ toldAt: _, ...row }) => ({ kind: 'stock', ...row }));
}

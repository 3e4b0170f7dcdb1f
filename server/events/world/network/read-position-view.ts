import type { z } from 'zod';
import { inScope, regionScope, requireRight } from '../../../auth/rights.ts';
import { DAY } from '../../../core/clock.ts';
import type { Context } from '../../../core/context.ts';
import { notFound } from '../../../core/errors.ts';
import { plural } from '../../../core/words.ts';
import type { Database } from '../../../db/client.ts';
import { stockToldSchema } from '../schema.ts';
import {
  collectFlows,
  type FactOfFlow,
  firstShortDay,
  type OpenLine,
  projectStock,
  spansInUse,
} from '../stock/index.ts';
import { coverOf } from './cover-of.ts';
import { ANSWER_KEY } from './page-sql.ts';
import { readClocks, type StreamClocks } from './read-clocks.ts';
import { readDemand } from './read-demand.ts';
import { type PositionView, positionInputSchema } from './schema.ts';

const MOVEMENTS = 20;

/** All that is told of things that add to or take from a position. */
const FACTS = `
  SELECT key, aspect, kind, source, data, event_at AS "eventAt", told_at AS "toldAt", signal_id AS "signalId"
  FROM world_fact WHERE item = $1 AND kind IN ('production-order', 'customer-order', 'demand', 'lot')
    AND (site = $2 OR (site IS NULL AND kind = 'lot'))
  UNION ALL
  SELECT key, aspect, kind, source, data, event_at, told_at, signal_id FROM world_fact WHERE key IN (
    SELECT key FROM world_fact WHERE kind = 'po' AND aspect = 'placed' AND item = $1 AND site = $2
    UNION
    SELECT key FROM world_fact WHERE kind = 'shipment' AND aspect = 'notice' AND (site = $2 OR site IS NULL)
      AND data->'lines' @> jsonb_build_array(jsonb_build_object('item', $1::text)))
  ORDER BY key, aspect, source`;

/** Open lines of purchase orders that one source tells whole, due when the supplier promised, else when it was asked for. */
const LINES = `
  SELECT order_number AS "orderNumber", line_number AS "lineNumber", quantity, pack_unit AS unit,
         coalesce((left(promise.data->>'date', 10)::date + 1)::timestamp AT TIME ZONE 'UTC', due_at) AS "dueAt", coalesce(promise.source, l.source) AS source,
         coalesce(promise.told_at, l.told_at) AS "toldAt", coalesce(promise.signal_id, l.told_by) AS "signalId"
  FROM order_line l LEFT JOIN LATERAL (
    SELECT data, source, told_at, signal_id FROM world_fact f WHERE f.key = ${ANSWER_KEY} AND f.aspect = 'supplier.date'
    ORDER BY told_at DESC, source LIMIT 1) AS promise ON true
  WHERE item = $1 AND destination = $2 AND delivered_at IS NULL ORDER BY "dueAt", l.key`;

/** What was received by reference, in the unit of the stock; two sources that tell the same receipt are not added up. */
const RECEIVED = `
  SELECT reference, max(quantity) AS quantity FROM (
    SELECT source, reference, sum(quantity) AS quantity FROM stock_movement
    WHERE key = $1 AND reason = 'receipt' AND reference IS NOT NULL AND unit = $2 GROUP BY source, reference) AS told
  GROUP BY reference`;

/** Movements that were told in another unit: they are in no figure. */
const OTHER_UNITS = `SELECT unit, count(*)::int AS n FROM stock_movement WHERE key = $1 AND unit <> $2 GROUP BY unit ORDER BY unit`;

/**
 * Stock of an item at a site: what each source says, what it will be day by day, and every flow that makes it so.
 * @throws DomainError `not_found` when nothing is known of it in the reader's regions, `forbidden` without `network.read`.
 */
export async function readPositionView(
  db: Database,
  ctx: Context,
  input: z.input<typeof positionInputSchema>,
): Promise<PositionView> {
  const person = requireRight(ctx.actor, 'network.read');
  const { item, site, days } = positionInputSchema.parse(input);
  const row = await db.prisma.stockPosition.findFirst({ where: { item, site, ...inScope(regionScope(person)) } });
  if (!row) throw notFound('This stock position');
  const clocks = await readClocks(db, ctx.clock.now());
  const readings = stockToldSchema.array().parse(row.readings);
  const movements = await db.prisma.stockMovement.findMany({
    where: { key: row.key },
    orderBy: [{ eventAt: 'desc' }, { signalId: 'asc' }],
    take: MOVEMENTS,
  });
  const worldAt = clocks.worldOf(readings[0]?.source ?? movements[0]?.source ?? '');
  const from = worldAt.toISOString().slice(0, 10);
  const { flows, forecast, lots, leftOut } = await readFlows(db, { key: row.key, item, site, unit: row.unit });
  const blocked = lots.reduce((sum, { quantity }) => sum + quantity, 0);
  const projection =
    row.onHand === null ? [] : projectStock({ onHand: row.onHand, blocked }, flows, forecast, from, days);
  const last = new Date(Date.parse(from) + days * DAY).toISOString().slice(0, 10);
  const issued = (await readDemand(db, [{ key: row.key, unit: row.unit, until: worldAt }])).get(row.key);
  const named = await db.prisma.worldFact.findFirst({ where: { kind: 'item', item }, orderBy: { toldAt: 'desc' } });
  const { tell } = clocks;
  const view: PositionView = {
    item,
    itemName: named && typeof Object(named.data).name === 'string' ? Object(named.data).name : null,
    site,
    unit: row.unit,
    region: row.region,
    from,
    worldAt: worldAt.toISOString(),
    readings: readings.map((reading) => ({ ...reading, ageMs: ageOf(clocks, reading) })),
    onHand: row.onHand,
    blocked,
    lots: lots.map(({ told, ...lot }) => ({ ...lot, told: tell(told) })),
    cover: coverOf(row.onHand === null ? null : row.onHand - blocked, issued, projection),
    projection,
    shortOn: firstShortDay(projection),
    flows: flows
      .filter(({ day }) => day < last)
      .map(({ told, ...flow }) => ({ ...flow, overdue: flow.day < from, told: tell(told) })),
    forecast: spansInUse(forecast, from, days).map(({ told, ...span }) => ({ ...span, told: tell(told) })),
    leftOut,
    movements: movements.map((move) => ({
      at: move.eventAt.toISOString(),
      quantity: move.quantity,
      unit: move.unit,
      reason: move.reason,
      reference: move.reference,
      told: tell(move),
    })),
  };
  await clocks.stamp();
  return view;
}

const ageOf = ({ worldOf }: StreamClocks, { source, at }: { source: string; at: string }) =>
  Math.max(0, worldOf(source).getTime() - Date.parse(at));

async function readFlows(db: Database, position: { key: string; item: string; site: string; unit: string }) {
  const { key, item, site, unit } = position;
  const [facts, lines, received, others] = await Promise.all([
    db.pool.query<FactOfFlow>(FACTS, [item, site]),
    db.pool.query<Omit<OpenLine, 'told'> & OpenLine['told']>(LINES, [item, site]),
    db.pool.query<{ reference: string; quantity: number }>(RECEIVED, [key, unit]),
    db.pool.query<{ unit: string; n: number }>(OTHER_UNITS, [key, unit]),
  ]);
  const found = collectFlows(
    position,
    facts.rows,
    lines.rows.map(({ source, toldAt, signalId, ...line }) => ({ ...line, told: { source, toldAt, signalId } })),
    new Map(received.rows.map(({ reference, quantity }) => [reference, quantity])),
  );
  const moved = others.rows.map((other) => ({
    name: plural(other.n, 'movement'),
    reason: `told in ${other.unit}, stock is in ${unit}`,
  }));
  return { ...found, leftOut: [...found.leftOut, ...moved] };
}

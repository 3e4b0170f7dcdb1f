import { amount } from '../../../core/words.ts';
import type { Database } from '../../../db/client.ts';
import type { StockTold } from '../schema.ts';
import { daysOfCover, gapBetween } from '../stock/index.ts';
import type { Asked, Listed } from './list-network.ts';
import type { StreamClocks } from './read-clocks.ts';
import { readDemand } from './read-demand.ts';
import type { Figure } from './schema.ts';

const POSITIONS = `
  SELECT p.key, p.item, p.site, p.region, p.unit, p.on_hand AS "onHand", p.physical, p.readings, p.told_at AS "toldAt",
         (SELECT jsonb_build_object('value', d.data->>'name', 'source', d.source, 'signalId', d.signal_id, 'toldAt', d.told_at)
          FROM world_fact d WHERE d.kind = 'item' AND d.item = p.item ORDER BY d.told_at DESC LIMIT 1) AS name,
         lots.blocked, lots.newest AS judged
  FROM stock_position p CROSS JOIN LATERAL (
    SELECT coalesce(sum((l.data->>'quantity')::float8) FILTER (
             WHERE l.data->>'unit' = p.unit AND l.data->>'status' IN ('blocked', 'restricted')), 0) AS blocked,
           (array_agg(jsonb_build_object('source', l.source, 'signalId', l.signal_id, 'toldAt', l.told_at)
             ORDER BY l.told_at DESC, l.source))[1] AS newest
    FROM (SELECT DISTINCT ON (key) * FROM world_fact WHERE kind = 'lot' AND item = p.item AND site = p.site
          ORDER BY key, told_at DESC, source) AS l) AS lots
  WHERE p.key > $1 COLLATE "C" AND lower(concat_ws(' ', p.item, p.site)) LIKE $2 AND ($3::text[] IS NULL OR p.region = ANY($3))
  ORDER BY p.key COLLATE "C" LIMIT $4`;

export type PositionRow = {
  key: string;
  item: string;
  site: string;
  region: string;
  unit: string;
  onHand: number | null;
  physical: number | null;
  readings: StockTold[];
  toldAt: Date;
  name: (Said & { value: string | null }) | null;
  blocked: number;
  /** The newest judgement of a lot of it; null when no lot was ever judged. */
  judged: Said | null;
};
type Said = { source: string; signalId: string; toldAt: string };

/** Stock of items at sites: by the ledger, by hand, how far apart they are, and how long it lasts. */
export async function listPositions(
  db: Database,
  { tell, worldOf }: StreamClocks,
  { scope, search, after, limit }: Asked,
): Promise<Listed[]> {
  const { rows } = await db.pool.query<PositionRow>(POSITIONS, [after, search, scope.regions, limit]);
  const demand = await readDemand(
    db,
    rows.map(({ key, unit, readings }) => ({ key, unit, until: worldOf(readings[0]?.source ?? '') })),
  );
  return rows.map((row) => {
    const ledger = row.readings.find(({ basis }) => basis === 'ledger');
    const physical = row.readings.find(({ basis }) => basis === 'physical');
    const figure = (value: Figure['value'], reading?: StockTold): Figure => ({
      value,
      told: reading ? tell({ source: reading.source, signalId: reading.signalId, toldAt: new Date(reading.at) }) : null,
    });
    const said = (value: Figure['value'], by: Said | null): Figure =>
      by ? { value, told: tell({ ...by, toldAt: new Date(by.toldAt) }) } : { value: null, told: null };
    const newest = [...row.readings].sort((a, b) => (a.at < b.at ? 1 : -1))[0];
    const need = demand.get(row.key);
    const cover = ledger && need ? daysOfCover(ledger.quantity - row.blocked, need.quantity, need.days) : null;
    return {
      key: row.key,
      rows: [
        {
          key: row.key,
          region: row.region,
          page: ['stock', row.item, row.site],
          told: newest ? figure(0, newest).told : null,
          figures: {
            item: figure(row.item),
            name: said(row.name?.value ?? null, row.name),
            site: figure(row.site),
            onHand: figure(row.onHand, ledger),
            // A count in another unit bears its own: it cannot stand under that of the row.
            physical: figure(
              physical && physical.unit !== row.unit ? amount(physical.quantity, physical.unit) : row.physical,
              physical,
            ),
            gap: figure(ledger && physical ? gapBetween(physical, ledger) : null, physical),
            blocked: said(row.blocked, row.judged),
            unit: figure(row.unit),
            cover: figure(cover === null ? null : Math.round(cover * 10) / 10, ledger),
          },
        },
      ],
    };
  });
}

import type { Tx } from '../../db/transaction.ts';
import { addToHistogram, type Contribution } from './rules.ts';
import type { DaysHistogram } from './schema.ts';

type Change = { source: string; before: Contribution | null; after: Contribution | null };

type LaneSum = {
  source: string;
  origin: string;
  destination: string;
  mode: string;
  shipments: number;
  late: number;
  freight: number;
  freightKg: number;
  freightN: number;
  days: DaysHistogram;
};
type ItemSum = {
  source: string;
  item: string;
  supplier: string;
  lines: number;
  late: number;
  quantity: number;
  value: number;
  kg: number;
  kgQuantity: number;
  days: DaysHistogram;
};

/** Moves the sums of lanes and items from what lines contributed before to what they contribute now. */
export async function addFacts(tx: Tx, changes: readonly Change[]): Promise<void> {
  const lanes = new Map<string, LaneSum>();
  const items = new Map<string, ItemSum>();
  for (const { source, before, after } of changes) {
    if (before && after && same(before, after)) continue;
    if (before) addOne(lanes, items, source, before, -1);
    if (after) addOne(lanes, items, source, after, 1);
  }
  // Sorted, so that two writers that meet take the rows in one order.
  if (lanes.size) await tx.$executeRawUnsafe(ADD_LANES, JSON.stringify(sorted(lanes)));
  if (items.size) await tx.$executeRawUnsafe(ADD_ITEMS, JSON.stringify(sorted(items)));
}

const same = (left: Contribution, right: Contribution) => JSON.stringify(left) === JSON.stringify(right);
const sorted = <T>(sums: Map<string, T>): T[] => [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);

function addOne(
  lanes: Map<string, LaneSum>,
  items: Map<string, ItemSum>,
  source: string,
  part: Contribution,
  by: 1 | -1,
): void {
  const laneKey = JSON.stringify([source, part.lane]);
  const lane = lanes.get(laneKey) ?? {
    source,
    ...part.lane,
    shipments: 0,
    late: 0,
    freight: 0,
    freightKg: 0,
    freightN: 0,
    days: {},
  };
  lanes.set(laneKey, lane);
  lane.shipments += by;
  lane.late += by * part.late;
  lane.freight += by * part.freight;
  lane.freightKg += by * part.freightKg;
  lane.freightN += by * part.freightN;
  addToHistogram(lane.days, part.daysLate, by);

  const itemKey = JSON.stringify([source, part.item]);
  const item = items.get(itemKey) ?? {
    source,
    ...part.item,
    lines: 0,
    late: 0,
    quantity: 0,
    value: 0,
    kg: 0,
    kgQuantity: 0,
    days: {},
  };
  items.set(itemKey, item);
  item.lines += by;
  item.late += by * part.late;
  item.quantity += by * part.quantity;
  item.value += by * part.value;
  item.kg += by * part.kg;
  item.kgQuantity += by * part.kgQuantity;
  if (part.leadDays !== null) addToHistogram(item.days, part.leadDays, by);
}

/** Adds two histograms bar by bar; bars that come to nothing vanish. */
const mergeSql = (left: string, right: string) => `(
  SELECT coalesce(jsonb_object_agg(bar, total), '{}'::jsonb) FROM (
    SELECT bar, sum(n::int) AS total FROM (
      SELECT * FROM jsonb_each_text(${left}) AS l(bar, n) UNION ALL SELECT * FROM jsonb_each_text(${right}) AS r(bar, n)
    ) AS bars GROUP BY bar HAVING sum(n::int) <> 0) AS merged)`;

const ADD_LANES = `
  INSERT INTO lane_fact AS f (source, origin, destination, mode, shipments, late, freight, freight_kg, freight_n, lateness_days)
  SELECT source, origin, destination, mode, shipments, late, freight, "freightKg", "freightN", days
  FROM jsonb_to_recordset($1::jsonb) AS r(source text, origin text, destination text, mode text, shipments int, late int,
       freight numeric, "freightKg" float8, "freightN" int, days jsonb)
  ON CONFLICT (source, origin, destination, mode) DO UPDATE SET
    shipments = f.shipments + excluded.shipments, late = f.late + excluded.late, freight = f.freight + excluded.freight,
    freight_kg = f.freight_kg + excluded.freight_kg, freight_n = f.freight_n + excluded.freight_n,
    lateness_days = ${mergeSql('f.lateness_days', 'excluded.lateness_days')}`;

const ADD_ITEMS = `
  INSERT INTO item_fact AS f (source, item, supplier, lines, late, quantity, value, kg, kg_quantity, lead_days)
  SELECT source, item, supplier, lines, late, quantity, value, kg, "kgQuantity", days
  FROM jsonb_to_recordset($1::jsonb) AS r(source text, item text, supplier text, lines int, late int, quantity float8,
       value numeric, kg float8, "kgQuantity" float8, days jsonb)
  ON CONFLICT (source, item, supplier) DO UPDATE SET
    lines = f.lines + excluded.lines, late = f.late + excluded.late, quantity = f.quantity + excluded.quantity,
    value = f.value + excluded.value, kg = f.kg + excluded.kg, kg_quantity = f.kg_quantity + excluded.kg_quantity,
    lead_days = ${mergeSql('f.lead_days', 'excluded.lead_days')}`;

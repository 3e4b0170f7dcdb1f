import type { RegionScope } from '../../auth/rights.ts';
import { figure, percent, plural } from '../../core/words.ts';
import type { Database } from '../../db/client.ts';
import { listSql, numberSql } from '../../db/guard-json.ts';
import type { Quality } from './schema.ts';

/** Cases and bills looked at, newest first: enough to judge by, few enough to be worked out when asked. */
const MOST = 1_000;
const CASES = `newest ${figure(MOST)} closed cases`;
const BILLS = `newest ${figure(MOST)} deliveries`;

type Row = { n: number; a: number | null; b: number | null };
const one = async (db: Database, text: string, values: unknown[]): Promise<Row> => {
  const { rows } = await db.pool.query<Row>(text, values);
  return rows[0] ?? { n: 0, a: null, b: null };
};
const quality = (window: string, { n, a, b }: Row, words: (a: number, b: number | null) => string): Quality => ({
  words: n > 0 && a !== null ? words(a, b) : null,
  n,
  window,
});

/** First proposals of closed late shipments with the chance of missing when nothing is done, and the value share that missed. */
const FIRST = `
  SELECT d.id, p.risk_score AS score,
         (SELECT ${numberSql('a', 'missProbability')} FROM ${listSql('p.alternatives')} a WHERE a->>'key' = 'wait') AS chance,
         (SELECT (sum(o.value) FILTER (WHERE o.delivered_at >= o.due_at + interval '14 days'))::float8 / nullif(sum(o.value), 0)::float8
          FROM order_line o WHERE o.disruption_id = d.id) AS missed,
         EXISTS (SELECT 1 FROM decision x WHERE x.disruption_id = d.id AND x.saga IS NOT NULL) AS acted
  FROM (SELECT id FROM disruption WHERE playbook = 'supplier-delay' AND state = 'closed' AND closed_reason <> 'corrected'
          AND ($2::text[] IS NULL OR region = ANY($2))
        ORDER BY closed_at DESC LIMIT $1::int) d
  JOIN proposal p ON p.disruption_id = d.id AND p.revision = 1 AND p.proposer_kind = 'agent'`;

const LATENESS = `
  WITH first AS (${FIRST}), told AS (SELECT chance, coalesce(missed, 0) AS missed FROM first WHERE NOT acted AND chance < 1),
  base AS (SELECT avg(missed) AS mean FROM told)
  SELECT count(*)::int AS n, avg((chance - missed) ^ 2)::float8 AS a, avg((base.mean - missed) ^ 2)::float8 AS b FROM told, base`;

const RANKING = `
  WITH first AS (${FIRST}), told AS (SELECT score, coalesce(missed, 0) > 0.5 AS missed FROM first WHERE NOT acted),
  pairs AS (SELECT CASE WHEN l.score > k.score THEN 1.0 WHEN l.score = k.score THEN 0.5 ELSE 0 END AS won
            FROM told l JOIN told k ON l.missed AND NOT k.missed)
  SELECT CASE WHEN EXISTS (SELECT 1 FROM pairs) THEN (SELECT count(*)::int FROM told) ELSE 0 END AS n,
         (SELECT avg(won)::float8 FROM pairs) AS a, NULL::float8 AS b`;

/** The rate of the lane as last stored before a bill came, against the bill. */
const FREIGHT = `
  WITH bill AS (
    SELECT source, origin, destination, mode, freight::float8 AS freight, weight_kg AS kg, delivery_seq FROM order_line
    WHERE delivery_seq IS NOT NULL AND freight > 0 AND weight_kg > 0 AND ($2::text[] IS NULL OR region = ANY($2)) ORDER BY delivery_seq DESC LIMIT $1::int),
  told AS (
    SELECT abs(b.kg * (v.value->>'usd')::float8 / (v.value->>'kg')::float8 - b.freight) / b.freight AS off FROM bill b
    CROSS JOIN LATERAL (
      SELECT value FROM feature_value WHERE feature = 'lane.freight' AND source = b.source AND seq_bound < b.delivery_seq
        AND subject_key = '[' || to_json(b.origin)::text || ',' || to_json(b.destination)::text || ',' || to_json(b.mode)::text || ']'
        AND (value->>'bills')::int >= 3 AND (value->>'kg')::float8 > 0 ORDER BY seq_bound DESC LIMIT 1) v)
  SELECT count(*)::int AS n, percentile_cont(0.5) WITHIN GROUP (ORDER BY off) AS a, NULL::float8 AS b FROM told`;

/** The lead times of an item and supplier as last stored before a delivery, against the days it took. */
const LEAD = `
  WITH came AS (
    SELECT source, item, supplier, delivery_seq, floor(extract(epoch FROM delivered_at - announced_at) / 86400) AS took FROM order_line
    WHERE delivery_seq IS NOT NULL AND announced_by <> 'delivery' AND announced_at <= delivered_at
      AND ($2::text[] IS NULL OR region = ANY($2))
    ORDER BY delivery_seq DESC LIMIT $1::int),
  told AS (
    SELECT abs(m.median - c.took) AS off FROM came c
    CROSS JOIN LATERAL (
      SELECT value FROM feature_value WHERE feature = 'item.lead-time' AND source = c.source AND seq_bound < c.delivery_seq
        AND subject_key = '[' || to_json(c.item)::text || ',' || to_json(c.supplier)::text || ']' ORDER BY seq_bound DESC LIMIT 1) v
    CROSS JOIN LATERAL (
      SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY day) AS median FROM (
        SELECT key::int AS day FROM jsonb_each_text(v.value->'days') AS bar(key, n), generate_series(1, bar.n::int)) days) m)
  SELECT count(*)::int AS n, percentile_cont(0.5) WITHIN GROUP (ORDER BY off) AS a, NULL::float8 AS b FROM told`;

const ACCEPTANCE = `
  SELECT count(*)::int AS n, avg((x.kind = 'approve' AND x.change = 'unchanged')::int)::float8 AS a, NULL::float8 AS b FROM (
    SELECT x.kind, x.change FROM decision x JOIN proposal p ON p.id = x.proposal_id
    WHERE p.agent = $3 AND ($2::text[] IS NULL OR x.region = ANY($2)) AND x.kind IN ('approve', 'reject') ORDER BY x.decided_at DESC LIMIT $1::int) x`;

/** Measures one model from stored outcomes of a scope. Where nothing has come out yet, or nothing is recorded, it is no data. */
export async function measureQuality(
  db: Database,
  model: { name: string; kind: string },
  { regions }: RegionScope,
): Promise<Quality> {
  const newest = [MOST, regions];
  if (model.kind === 'agent') {
    const row = await one(db, ACCEPTANCE, [...newest, model.name]);
    return quality(`newest ${figure(MOST)} decisions by people`, row, (a) => `${percent(a)} approved as proposed`);
  }
  switch (model.name) {
    case 'lateness-estimate':
      return quality(
        CASES,
        await one(db, LATENESS, newest),
        (a, b) => `mean squared error ${a.toFixed(3)}; always saying the average gives ${(b ?? 0).toFixed(3)}`,
      );
    case 'freight-estimate':
      return quality(BILLS, await one(db, FREIGHT, newest), (a) => `off by ${percent(a)} of the bill at the median`);
    case 'lead-time-estimate':
      return quality(BILLS, await one(db, LEAD, newest), (a) => `off by ${plural(Math.round(a), 'day')} at the median`);
    case 'risk-score':
      return quality(
        CASES,
        await one(db, RANKING, newest),
        (a) => `${percent(a)} of pairs ranked right: the case that broke its promise above the one that kept it`,
      );
    default:
      return { words: null, n: 0, window: 'no outcome is recorded for it' };
  }
}

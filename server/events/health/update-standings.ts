import { MINUTE } from '../../core/clock.ts';
import type { Tx } from '../../db/transaction.ts';
import { BURNS, WHOLE_SOURCE } from './constants.ts';
import type { Promised } from './judge-minutes.ts';
import { type Burn, budgetWords, freshnessLeft, judgeBurns, qualityLeft, strictestShare } from './rules.ts';

/** How a source stands with a type, as just worked out. */
export type Standing = {
  sourceId: string;
  name: string;
  type: string;
  perMinute: number;
  replayedPerMinute: number;
  lagMs: number | null;
  within: boolean | null;
  measured: number;
  outside: number;
  budgetLeft: number | null;
  burns: Burn[];
};

/** Minutes over which the live rate and lag are taken. */
const LIVE_MINUTES = 5;

const windows = [...new Set(BURNS.flatMap(({ long, short }) => [long, short]))];
const since = (minutes: number) => `minute >= $1::timestamptz - interval '${minutes} minutes'`;

const SUMS = `
  SELECT source_id AS "sourceId", type, count(within)::int AS measured, count(*) FILTER (WHERE NOT within)::int AS outside,
    ${windows.map((minutes) => `count(*) FILTER (WHERE NOT within AND ${since(minutes)})::int AS "w${minutes}"`).join(', ')},
    coalesce(sum(accepted) FILTER (WHERE ${since(LIVE_MINUTES)}), 0)::float8 AS live,
    coalesce(sum(replayed) FILTER (WHERE ${since(LIVE_MINUTES)}), 0)::float8 AS replayed,
    coalesce(sum(lag_ms) FILTER (WHERE ${since(LIVE_MINUTES)}), 0)::float8 AS lag,
    (array_agg(within ORDER BY minute DESC) FILTER (WHERE within IS NOT NULL))[1] AS within
  FROM source_minute WHERE minute >= $1::timestamptz - $2::int * interval '1 minute' AND minute < $1::timestamptz GROUP BY 1, 2`;
type Sums = {
  sourceId: string;
  type: string;
  measured: number;
  outside: number;
  live: number;
  replayed: number;
  lag: number;
  within: boolean | null;
} & Record<`w${number}`, number>;

const SENT = `
  SELECT source_id AS "sourceId", sum(quarantined)::float8 AS bad, sum(accepted + duplicates + quarantined)::float8 AS sent
  FROM signal_count WHERE hour >= $1::timestamptz - $2::int * interval '1 minute' GROUP BY 1`;
type Sent = { sourceId: string; bad: number; sent: number };

const STORE = `
  INSERT INTO source_standing AS t (source_id, type, per_minute, replayed_per_minute, lag_ms, within, measured, outside, budget_left, spent_since, words, at)
  SELECT "sourceId", type, "perMinute", "replayedPerMinute", "lagMs", within, measured, outside, "budgetLeft",
         CASE WHEN "budgetLeft" <= 0 THEN $2::timestamptz END, words, $2::timestamptz
  FROM jsonb_to_recordset($1::jsonb) AS r("sourceId" text, type text, "perMinute" float8, "replayedPerMinute" float8, "lagMs" float8, within boolean,
       measured int, outside int, "budgetLeft" float8, words text)
  ON CONFLICT (source_id, type) DO UPDATE SET per_minute = excluded.per_minute,
    replayed_per_minute = excluded.replayed_per_minute, lag_ms = excluded.lag_ms, within = excluded.within,
    measured = excluded.measured, outside = excluded.outside, budget_left = excluded.budget_left, words = excluded.words, at = excluded.at,
    spent_since = CASE WHEN excluded.spent_since IS NOT NULL THEN coalesce(t.spent_since, excluded.spent_since) END`;

// A type whose contract has gone, or whose source is switched off, stands nowhere: it has no budget to spend.
const CLEAR = `
  UPDATE source_standing SET per_minute = 0, replayed_per_minute = 0, lag_ms = NULL, within = NULL, budget_left = NULL, spent_since = NULL, words = ''
  WHERE at < $1::timestamptz AND (budget_left IS NOT NULL OR per_minute > 0 OR within IS NOT NULL)`;

/**
 * Works out rate, lag, freshness and what is left of each budget, and stores it.
 * @param now wall time. @param windowMinutes over which a budget is counted.
 */
export async function updateStandings(
  tx: Tx,
  promised: readonly Promised[],
  now: Date,
  windowMinutes: number,
): Promise<Standing[]> {
  const minute = new Date(Math.floor(now.getTime() / MINUTE) * MINUTE).toISOString();
  const sums = await tx.$queryRawUnsafe<Sums[]>(SUMS, minute, windowMinutes);
  const sent = await tx.$queryRawUnsafe<Sent[]>(SENT, minute, windowMinutes);
  const sumsOf = new Map(sums.map((row) => [`${row.sourceId} ${row.type}`, row]));
  const standings = promised.flatMap((one) => {
    const row = sumsOf.get(`${one.sourceId} ${one.type}`);
    return row ? [standingOf(one, row)] : [];
  });
  for (const [sourceId, terms] of Map.groupBy(promised, (one) => one.sourceId)) {
    const count = sent.find((row) => row.sourceId === sourceId);
    const left = qualityLeft(count?.bad ?? 0, count?.sent ?? 0, strictestShare(terms.map(({ sla }) => sla)));
    if (left !== null) standings.push(wholeOf(sourceId, terms[0]?.name ?? sourceId, left));
  }
  const rows = standings.map(({ burns: _, name: __, ...row }) => ({ ...row, words: budgetWords(row.type) }));
  await tx.$executeRawUnsafe(STORE, JSON.stringify(rows), now.toISOString());
  await tx.$executeRawUnsafe(CLEAR, now.toISOString());
  return standings;
}

function standingOf({ sourceId, name, type, sla }: Promised, row: Sums): Standing {
  const agreed = sla.freshnessMs !== null || sla.latencyMs !== null;
  const outside = Object.fromEntries(windows.map((minutes) => [minutes, row[`w${minutes}`] ?? 0]));
  return {
    sourceId,
    name,
    type,
    perMinute: (row.live + row.replayed) / LIVE_MINUTES,
    replayedPerMinute: row.replayed / LIVE_MINUTES,
    lagMs: row.live ? row.lag / row.live : null,
    within: row.within,
    measured: row.measured,
    outside: row.outside,
    budgetLeft: agreed && row.measured ? freshnessLeft(row.outside, sla.objective) : null,
    burns: agreed ? judgeBurns(outside, sla.objective) : [],
  };
}

const wholeOf = (sourceId: string, name: string, budgetLeft: number): Standing => ({
  sourceId,
  name,
  type: WHOLE_SOURCE,
  perMinute: 0,
  replayedPerMinute: 0,
  lagMs: null,
  within: null,
  measured: 0,
  outside: 0,
  budgetLeft,
  burns: [],
});

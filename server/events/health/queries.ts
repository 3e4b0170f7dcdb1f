import type { z } from 'zod';
import { inScope, may, regionScope, requireRight } from '../../auth/rights.ts';
import { MINUTE } from '../../core/clock.ts';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import type { SourceStanding } from '../../db/generated/client.ts';
import { checkDocument, type SlaTerms, slaOf } from '../odcs/index.ts';
import { BURNS, WINDOW_MINUTES } from './constants.ts';
import { judgeBurns, strictestShare } from './rules.ts';
import { type Alert, type Health, healthInput, type Standing } from './schema.ts';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

const standingView = (row: SourceStanding): Standing => ({
  type: row.type,
  lastAt: iso(row.lastAt),
  lastSource: row.lastSource,
  lastSignal: row.lastSignal,
  perMinute: row.perMinute,
  replayedPerMinute: row.replayedPerMinute,
  timed: row.heardAt !== null,
  lagMs: row.lagMs,
  within: row.within,
  measured: row.measured,
  outside: row.outside,
  freshness: row.measured ? 1 - row.outside / row.measured : null,
  budgetLeft: row.budgetLeft,
  spentSince: iso(row.spentSince),
});

/** How some sources stand, by type, and their open alerts and newest closed ones, newest first. */
export async function findStandings(db: Database, sourceIds: string[]) {
  const where = { sourceId: { in: sourceIds } };
  const [standings, alerts] = await Promise.all([
    db.prisma.sourceStanding.findMany({ where, orderBy: [{ sourceId: 'asc' }, { type: 'asc' }] }),
    db.prisma.sourceAlert.findMany({ where, orderBy: { openedAt: 'desc' }, take: 50 }),
  ]);
  return {
    standingsOf: (id: string): Standing[] => standings.filter(({ sourceId }) => sourceId === id).map(standingView),
    alertsOf: (id: string): Alert[] =>
      alerts
        .filter(({ sourceId }) => sourceId === id)
        .map(({ id: alert, type, kind, words, openedAt, closedAt }) => ({
          id: alert,
          type,
          kind: kind as Alert['kind'],
          words,
          openedAt: openedAt.toISOString(),
          closedAt: iso(closedAt),
        })),
  };
}

/** How many sources of the reader's regions have an open alert; none for those who may not see sources. */
export async function countAlerting(db: Database, ctx: Context): Promise<number> {
  if (ctx.actor.kind !== 'person' || !may(ctx.actor.roles, 'signals.read')) return 0;
  const open = await db.prisma.sourceAlert.groupBy({ by: ['sourceId'], where: { closedAt: null } });
  return db.prisma.source.count({
    where: { id: { in: open.map(({ sourceId }) => sourceId) }, ...inScope(regionScope(ctx.actor)) },
  });
}

const HOURS = `
  SELECT date_trunc('hour', minute, 'UTC') AS at, sum(accepted + replayed)::float8 AS accepted,
         sum(lag_ms)::float8 / nullif(sum(accepted), 0) AS lag,
         count(within)::int AS measured, count(*) FILTER (WHERE NOT within)::int AS outside
  FROM source_minute WHERE source_id = $1 AND type = $2 AND minute >= $3::timestamptz GROUP BY 1 ORDER BY 1`;
type Hour = { at: Date; accepted: number; lag: number | null; measured: number; outside: number };

const OUTSIDE = `
  SELECT w.minutes, count(*)::int AS outside
  FROM unnest($3::int[]) AS w(minutes)
  JOIN source_minute m ON m.source_id = $1 AND m.type = $2 AND NOT m.within
    AND m.minute >= $4::timestamptz - w.minutes * interval '1 minute' AND m.minute < $4::timestamptz
  GROUP BY 1`;

/** What the active contracts of a source promise, by type. */
async function findTerms(db: Database, sourceId: string): Promise<Map<string, SlaTerms>> {
  const rows = await db.prisma.sourceContract.findMany({
    where: { sourceId, state: 'active' },
    select: { type: true, document: true },
  });
  return new Map(rows.map(({ type, document }) => [type, slaOf(checkDocument(document).document)]));
}

/**
 * A source's health with a type over 30 days. Times are wall time.
 * @throws DomainError `forbidden`, `not_found` for a source outside the reader's regions.
 */
export async function readHealth(db: Database, ctx: Context, input: z.input<typeof healthInput>): Promise<Health> {
  const scope = regionScope(requireRight(ctx.actor, 'signals.read'));
  const { sourceId, type } = healthInput.parse(input);
  if (!(await db.prisma.source.findFirst({ where: { id: sourceId, ...inScope(scope) }, select: { id: true } })))
    throw notFound('This source');
  const now = ctx.clock.now();
  const minute = new Date(Math.floor(now.getTime() / MINUTE) * MINUTE);
  // Each length once: two alerts look at six hours, and what is asked for twice would be counted twice.
  const windows = [...new Set(BURNS.flatMap(({ long, short }) => [long, short]))];
  const from = new Date(minute.getTime() - WINDOW_MINUTES * MINUTE);
  const [terms, hours, outside, counts] = await Promise.all([
    findTerms(db, sourceId),
    db.pool.query<Hour>(HOURS, [sourceId, type, from]),
    db.pool.query<{ minutes: number; outside: number }>(OUTSIDE, [sourceId, type, windows, minute]),
    db.prisma.signalCount.aggregate({
      where: { sourceId, hour: { gte: from } },
      _sum: { accepted: true, duplicates: true, quarantined: true },
    }),
  ]);
  const sla = terms.get(type) ?? null;
  const promised = sla !== null && (sla.freshnessMs !== null || sla.latencyMs !== null);
  const by = Object.fromEntries(outside.rows.map((row) => [row.minutes, row.outside]));
  const bad = Number(counts._sum.quarantined ?? 0);
  const burns = promised ? judgeBurns(by, sla.objective) : [];
  return {
    type,
    objective: sla?.objective ?? 0,
    promised,
    sent: Number(counts._sum.accepted ?? 0) + Number(counts._sum.duplicates ?? 0) + bad,
    bad,
    allowed: strictestShare([...terms.values()]),
    hours: hours.rows.map(({ at, accepted, lag, measured, outside: out }) => ({
      at: at.toISOString(),
      accepted,
      lagMs: lag,
      measured,
      outside: out,
    })),
    burns: burns.map(({ kind, factor, words, long, short, burning }) => ({
      kind,
      factor,
      words,
      long: finite(long),
      short: finite(short),
      burning,
    })),
    now: now.toISOString(),
  };
}

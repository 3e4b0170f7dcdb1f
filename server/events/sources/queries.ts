import { z } from 'zod';
import { inScope, type RegionScope, regionScope, requireRight, requireScope } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { findStandings } from '../health/index.ts';
import { type DetectionQuality, findingSchema, type ReplayView, type SourceView } from './schema.ts';

const REPLAYS = 10;

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** Every source of the reader's regions, or one, with its counts (which add up to what it sent and what was replayed), its streams and how it stands, by name. */
export async function listSources(db: Database, ctx: Context, id?: string): Promise<SourceView[]> {
  const scope = regionScope(requireRight(ctx.actor, 'signals.read'));
  const sources = await db.prisma.source.findMany({
    where: { ...inScope(scope), ...(id ? { id } : {}) },
    orderBy: { name: 'asc' },
  });
  const own = { where: { sourceId: { in: sources.map((source) => source.id) } } };
  const [sums, streams] = await Promise.all([
    db.prisma.signalCount.groupBy({
      ...own,
      by: ['sourceId'],
      _sum: { sent: true, accepted: true, duplicates: true, quarantined: true, rejected: true, replayed: true },
    }),
    db.prisma.stream.findMany({ ...own, orderBy: { source: 'asc' } }),
  ]);
  const { standingsOf, alertsOf } = await findStandings(
    db,
    sources.map((source) => source.id),
  );
  return sources.map(({ id, name, system, region, active, mayReplay }) => {
    const sum = sums.find((row) => row.sourceId === id)?._sum;
    const count = (name: 'sent' | 'replayed' | 'accepted' | 'duplicates' | 'quarantined' | 'rejected') =>
      Number(sum?.[name] ?? 0);
    const counts = {
      sent: count('sent'),
      replayed: count('replayed'),
      accepted: count('accepted'),
      duplicates: count('duplicates'),
      quarantined: count('quarantined'),
      rejected: count('rejected'),
    };
    const own = streams.filter((stream) => stream.sourceId === id);
    const newest = Math.max(0, ...own.map(({ lastSignalAt }) => lastSignalAt?.getTime() ?? 0));
    return {
      id,
      name,
      system,
      region,
      active,
      mayReplay,
      standings: standingsOf(id),
      alerts: alertsOf(id),
      counts,
      lastSignalAt: newest ? new Date(newest).toISOString() : null,
      streams: own.map(({ source, clock, worldAt, lastSignalAt }) => ({
        source,
        clock: clock === 'replay' ? 'replay' : 'wall',
        worldAt: iso(worldAt),
        lastSignalAt: iso(lastSignalAt),
      })),
    };
  });
}

/** The newest runs of delivery histories of the reader's sources, with each line that was refused or is doubtful. */
export async function listReplays(db: Database, ctx: Context): Promise<ReplayView[]> {
  const scope = regionScope(requireRight(ctx.actor, 'signals.read'));
  const rows = await db.prisma.replay.findMany({
    where: await ofSources(db, scope),
    orderBy: { startedAt: 'desc' },
    take: REPLAYS,
  });
  return rows.map((row) => {
    const findings = z.array(findingSchema).parse(row.findings);
    return {
      id: row.id,
      fileName: row.fileName,
      fileHash: row.fileHash,
      source: row.source,
      lines: row.lines,
      streamed: row.streamed,
      refused: findings.filter(({ kind }) => kind === 'refused').length,
      signals: row.signals,
      accepted: row.accepted,
      duplicates: row.duplicates,
      quarantined: row.quarantined,
      findings,
      startedAt: row.startedAt.toISOString(),
      finishedAt: iso(row.finishedAt),
    };
  });
}

const QUALITY = `
  WITH line AS (
    SELECT source, delivered_at IS NOT NULL AS delivered, overdue_at IS NOT NULL AS raised,
           coalesce(delivered_at >= due_at, false) AS late,
           -- Nothing was known of it until its delivery was on record, so it could not be raised before.
           announced_by = 'delivery' OR coalesce(announced_at >= recorded_at OR overdue_at >= recorded_at, false) AS unheard
    FROM order_line WHERE $1::text[] IS NULL OR region = ANY($1))
  SELECT source, count(*)::int AS lines, count(*) FILTER (WHERE delivered)::int AS delivered,
         count(*) FILTER (WHERE late)::int AS "trulyLate",
         count(*) FILTER (WHERE late AND raised AND NOT unheard)::int AS "raisedInTime",
         count(*) FILTER (WHERE late AND raised AND unheard)::int AS "foundOnDelivery",
         count(*) FILTER (WHERE delivered AND NOT late AND raised)::int AS "falseAlarms",
         count(*) FILTER (WHERE late AND NOT raised)::int AS missed,
         count(*) FILTER (WHERE NOT delivered AND raised)::int AS "openOverdue"
  FROM line GROUP BY source ORDER BY source`;

/** How detection did on each stream, counted in lines of the reader's regions. */
export async function readDetectionQuality(db: Database, ctx: Context): Promise<DetectionQuality[]> {
  const { regions } = regionScope(requireRight(ctx.actor, 'signals.read'));
  return (await db.pool.query<DetectionQuality>(QUALITY, [regions])).rows;
}

/**
 * How far a stream of the source that calls has come, or null when it has no such stream.
 * @throws DomainError `unauthenticated`, `forbidden` for a key that may not send.
 */
export async function readStream(db: Database, ctx: Context, source: string) {
  const row = await db.prisma.stream.findFirst({ where: { source, sourceId: requireScope(ctx.actor, 'send').id } });
  if (!row) return null;
  const { clock, worldAt, recordedTo, lastSignalAt } = row;
  return { source, clock, worldAt: iso(worldAt), recordedTo: iso(recordedTo), lastSignalAt: iso(lastSignalAt) };
}

/** A `where` part that keeps rows to the sources of a scope. */
async function ofSources(db: Database, scope: RegionScope): Promise<{ sourceId?: { in: string[] } }> {
  if (!scope.regions) return {};
  const rows = await db.prisma.source.findMany({ where: inScope(scope), select: { id: true } });
  return { sourceId: { in: rows.map(({ id }) => id) } };
}

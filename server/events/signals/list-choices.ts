import { inScope, regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import type { SignalChoices } from './schema.ts';

/** Signals among whose regions a reader may choose: the newest ones. */
const NEWEST = 20_000;

/** Each type once, by jumping from one to the next in the index instead of reading the log. */
const TYPES = `
  WITH RECURSIVE t AS (
    (SELECT type FROM signal ORDER BY type LIMIT 1)
    UNION ALL
    SELECT (SELECT s.type FROM signal s WHERE s.type > t.type ORDER BY s.type LIMIT 1) FROM t WHERE t.type IS NOT NULL)
  SELECT type FROM t WHERE type IS NOT NULL`;

const REGIONS = `
  SELECT DISTINCT region FROM (SELECT region FROM signal ORDER BY seq DESC LIMIT ${NEWEST}) AS newest
  WHERE $1::text[] IS NULL OR region = ANY($1::text[]) ORDER BY region`;

/** What the newest signals of some regions have: who sees these signals may narrow the log to it. */
const SEEN = `
  SELECT array_agg(DISTINCT source) AS streams, array_agg(DISTINCT source_id) AS sources, array_agg(DISTINCT type) AS types
  FROM (SELECT source, source_id, type FROM signal WHERE region = ANY($1::text[]) ORDER BY seq DESC LIMIT ${NEWEST}) AS newest`;
type Seen = Record<'streams' | 'sources' | 'types', string[] | null>;

/**
 * What the log may be narrowed to: streams, sources, types and regions that there are. A reader of some regions is told of those
 * that newest signals of these regions have, and of the sources of these regions.
 */
export async function listChoices(db: Database, ctx: Context): Promise<SignalChoices> {
  const scope = regionScope(requireRight(ctx.actor, 'signals.read'));
  const seen = scope.regions ? (await db.pool.query<Seen>(SEEN, [scope.regions])).rows[0] : null;
  const [streams, sources, types, regions] = await Promise.all([
    db.prisma.stream.findMany({
      where: seen ? { source: { in: seen.streams ?? [] } } : {},
      select: { source: true, sourceId: true },
      orderBy: { source: 'asc' },
    }),
    db.prisma.source.findMany({
      where: seen ? { OR: [{ id: { in: seen.sources ?? [] } }, inScope(scope)] } : {},
      select: { id: true, name: true },
      orderBy: { name: 'asc' },
    }),
    seen ? { rows: (seen.types ?? []).map((type) => ({ type })) } : db.pool.query<{ type: string }>(TYPES),
    db.pool.query<{ region: string }>(REGIONS, [scope.regions ? [...scope.regions] : null]),
  ]);
  const names = new Map(sources.map(({ id, name }) => [id, name]));
  return {
    streams: streams.map(({ source, sourceId }) => ({ source, name: names.get(sourceId) ?? sourceId })),
    sources,
    types: types.rows.map(({ type }) => type),
    regions: regions.rows.map(({ region }) => region),
  };
}

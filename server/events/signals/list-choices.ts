import { regionScope, requireRight } from '../../auth/rights.ts';
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

/** What the log may be narrowed to: streams, sources, types and regions that there are. */
export async function listChoices(db: Database, ctx: Context): Promise<SignalChoices> {
  const scope = regionScope(requireRight(ctx.actor, 'signals.read'));
  const [streams, sources, types, regions] = await Promise.all([
    db.prisma.stream.findMany({ select: { source: true, sourceId: true }, orderBy: { source: 'asc' } }),
    db.prisma.source.findMany({ select: { id: true, name: true }, orderBy: { name: 'asc' } }),
    db.pool.query<{ type: string }>(TYPES),
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

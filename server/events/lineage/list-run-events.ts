import { z } from 'zod';
import { readScope } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { HORIZON_SQL } from '../../db/transaction.ts';
import { buildRunEvents, RUN_ACTIONS } from './build-run-events.ts';
import type { RunEvent } from './schema.ts';

/**
 * Entries of one transaction share all of `seq` but its last twelve bits: docs/decisions/0003-sequence-from-transaction-id.md.
 * Of what spans regions, a batch of signals, only what lies in the regions asked for ($4, null for all) is told and counted.
 */
const ENTRIES = `
  SELECT e.seq::text AS seq, convert_from(e.bytes, 'UTF8')::json AS entry, t.disruptions, t.proposals,
         CASE WHEN $4::text[] IS NOT NULL AND e.action = 'signals.evaluated' THEN s.signals END AS signals,
         $4::text[] IS NULL OR (e.action = 'signals.evaluated' AND (s.signals IS NOT NULL OR t.disruptions + t.proposals > 0))
           OR EXISTS (SELECT 1 FROM decision d WHERE d.id = e.decision_id AND d.region = ANY($4)) AS visible
  FROM (SELECT seq, bytes, action, decision_id FROM audit_entry
        WHERE seq > $1::bigint AND seq < ${HORIZON_SQL} AND action = ANY($2::text[]) ORDER BY seq LIMIT $3) AS e
  CROSS JOIN LATERAL (
    SELECT count(DISTINCT o.entity_id) FILTER (WHERE o.entity = 'disruption')::int AS disruptions,
           count(DISTINCT o.entity_id) FILTER (WHERE o.entity = 'proposal')::int AS proposals
    FROM audit_entry o
    WHERE e.action = 'signals.evaluated' AND o.seq >= (e.seq >> 12) << 12 AND o.seq < ((e.seq >> 12) + 1) << 12
      AND ($4::text[] IS NULL OR EXISTS (SELECT 1 FROM disruption d WHERE d.id = o.disruption_id AND d.region = ANY($4)))) AS t
  CROSS JOIN LATERAL (
    SELECT json_agg(json_build_array(x.source, x.id)) AS signals
    FROM (SELECT g.source, g.id
          FROM json_array_elements(CASE WHEN $4::text[] IS NOT NULL AND e.action = 'signals.evaluated'
                 THEN convert_from(e.bytes, 'UTF8')::json -> 'after' -> 'signals' END) AS told
          JOIN signal g ON g.source = told ->> 0 AND g.id = told ->> 1 AND g.region = ANY($4)) AS x) AS s
  ORDER BY e.seq`;

const entrySchema = z.object({
  id: z.string(),
  at: z.string(),
  action: z.string(),
  entityId: z.string(),
  decisionId: z.string().nullable(),
  meaning: z.string(),
  after: z.unknown(),
});

type Read = { seq: string; entry: unknown; disruptions: number; proposals: number; signals: unknown; visible: boolean };

/**
 * OpenLineage events in the order of the audit record, oldest first, for a key that may read and of its regions: built from stored
 * entries alone, so that the same page is the same for ever. Entries that a running transaction could yet precede are left for
 * the next call.
 * @param limit entries of the record that are looked at, each of which gives some events, or none where it lies in other regions.
 * @throws DomainError `unauthenticated`, `forbidden` for a key that may not read.
 */
export async function listRunEvents(
  db: Database,
  ctx: Context,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<{ items: RunEvent[]; next: string | null; position: string | null }> {
  const { regions } = readScope(ctx.actor);
  const { rows } = await db.pool.query<Read>(ENTRIES, [after ?? '0', [...RUN_ACTIONS], limit + 1, regions]);
  const page = rows.slice(0, limit);
  const position = page.at(-1)?.seq ?? after ?? null;
  return {
    items: page.flatMap(({ entry, disruptions, proposals, signals, visible }) => {
      if (!visible) return [];
      const told = entrySchema.parse(entry);
      const after = regions === null || told.action !== 'signals.evaluated' ? told.after : { signals };
      return buildRunEvents({ ...told, after, disruptions, proposals });
    }),
    next: rows.length > limit ? position : null,
    position,
  };
}

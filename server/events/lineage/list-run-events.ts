import { z } from 'zod';
import type { Database } from '../../db/client.ts';
import { HORIZON_SQL } from '../../db/transaction.ts';
import { buildRunEvents, RUN_ACTIONS } from './build-run-events.ts';
import type { RunEvent } from './schema.ts';

/** Entries of one transaction share all of `seq` but its last twelve bits: docs/decisions/0003-sequence-from-transaction-id.md */
const ENTRIES = `
  SELECT e.seq::text AS seq, convert_from(e.bytes, 'UTF8')::json AS entry, t.disruptions, t.proposals
  FROM (SELECT seq, bytes, action FROM audit_entry
        WHERE seq > $1::bigint AND seq < ${HORIZON_SQL} AND action = ANY($2::text[]) ORDER BY seq LIMIT $3) AS e
  CROSS JOIN LATERAL (
    SELECT count(DISTINCT o.entity_id) FILTER (WHERE o.entity = 'disruption')::int AS disruptions,
           count(DISTINCT o.entity_id) FILTER (WHERE o.entity = 'proposal')::int AS proposals
    FROM audit_entry o
    WHERE e.action = 'signals.evaluated' AND o.seq >= (e.seq >> 12) << 12 AND o.seq < ((e.seq >> 12) + 1) << 12) AS t
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

/**
 * OpenLineage events in the order of the audit record, oldest first: built from stored entries alone, so that the same page is
 * the same for ever. Entries that a running transaction could yet precede are left for the next call.
 * @param limit entries of the record, each of which gives one or more events.
 */
export async function listRunEvents(
  db: Database,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<{ items: RunEvent[]; next: string | null }> {
  const { rows } = await db.pool.query<{ seq: string; entry: unknown; disruptions: number; proposals: number }>(
    ENTRIES,
    [after ?? '0', [...RUN_ACTIONS], limit + 1],
  );
  const page = rows.slice(0, limit);
  return {
    items: page.flatMap(({ entry, disruptions, proposals }) =>
      buildRunEvents({ ...entrySchema.parse(entry), disruptions, proposals }),
    ),
    next: rows.length > limit ? (page.at(-1)?.seq ?? null) : null,
  };
}

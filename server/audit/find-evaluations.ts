import type { Database } from '../db/client.ts';
import type { AuditEntry } from '../db/generated/client.ts';

// First among the batches of the release that had no partitions, whose ids are digits alone; it evaluated all up to its last. A
// signal that was set aside was in no batch: it has the entry of its own evaluation, if there was one.
const BATCHES = `
  SELECT DISTINCT CASE
    WHEN u.state = 'evaluated' THEN (SELECT id FROM audit_entry WHERE entity = 'signal' AND entity_id = u.source || '|' || u.id
       AND action = 'signal.evaluated-again' ORDER BY seq LIMIT 1)
    WHEN u.seq IS NULL THEN coalesce(
      (SELECT id FROM audit_entry WHERE entity = 'signals' AND entity_id >= lpad(s.seq, 16, '0')
         AND entity_id <= '9999999999999999' ORDER BY entity_id LIMIT 1),
      (SELECT id FROM audit_entry WHERE entity = 'signals' AND entity_id >= 'p' || s.partition || '-' || lpad(s.seq, 16, '0')
         AND entity_id <= 'p' || s.partition || '-9999999999999999' ORDER BY entity_id LIMIT 1)) END AS id
  FROM unnest($1::text[], $2::int[]) AS s(seq, partition) LEFT JOIN undecided u ON u.seq = s.seq::bigint`;

/**
 * The audit entries in which signals were evaluated, oldest first: of their batches, and of those that were set aside and evaluated
 * later. What is not evaluated yet has none.
 */
export async function findEvaluations(
  db: Database,
  signals: readonly { seq: bigint; partition: number }[],
): Promise<AuditEntry[]> {
  if (!signals.length) return [];
  const { rows } = await db.pool.query<{ id: string | null }>(BATCHES, [
    signals.map(({ seq }) => seq.toString()),
    signals.map(({ partition }) => partition),
  ]);
  const ids = rows.flatMap(({ id }) => id ?? []);
  return db.prisma.auditEntry.findMany({ where: { id: { in: ids } }, orderBy: { seq: 'asc' } });
}

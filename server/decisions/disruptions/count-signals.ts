import type { Disruption } from '../../db/generated/client.ts';
import { numberSql } from '../../db/guard-json.ts';
import type { Tx } from '../../db/transaction.ts';

const COUNTED = `
  SELECT d.id, coalesce(${numberSql('d.facts', 'readings')}::int,
    (SELECT count(*)::int FROM signal s WHERE s.subject_key = ANY(d.subject_keys))) AS n
  FROM disruption d WHERE d.id = ANY($1::text[])`;

/**
 * How many signals speak of cases, by the id of the case: an excursion counts its readings itself, because its sensor sends far
 * more than these; of any other they are all that name what it is about. Counted when asked, so never out of date.
 */
export async function countSignals(
  tx: Pick<Tx, '$queryRawUnsafe'>,
  cases: readonly Pick<Disruption, 'id'>[],
): Promise<Map<string, number>> {
  if (!cases.length) return new Map();
  const rows = await tx.$queryRawUnsafe<{ id: string; n: number }[]>(
    COUNTED,
    cases.map(({ id }) => id),
  );
  return new Map(rows.map(({ id, n }) => [id, n]));
}

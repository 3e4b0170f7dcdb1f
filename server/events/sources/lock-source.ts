import { inScope, type RegionScope } from '../../auth/rights.ts';
import { notFound } from '../../core/errors.ts';
import type { Tx } from '../../db/transaction.ts';

/**
 * Locks a source of the reader's regions, so that changes of its keys and contracts come one after another.
 * @throws DomainError `not_found`, also for a source of another region, or of every one.
 */
export async function lockSource(tx: Tx, scope: RegionScope, id: string) {
  await tx.$executeRawUnsafe('SELECT 1 FROM source WHERE id = $1 FOR UPDATE', id);
  const source = await tx.source.findFirst({ where: { id, ...inScope(scope) } });
  if (!source) throw notFound('This source');
  return source;
}

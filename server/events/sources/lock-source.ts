import { notFound } from '../../core/errors.ts';
import type { Tx } from '../../db/transaction.ts';

/**
 * Locks a source, so that changes of its keys and contracts come one after another.
 * @throws DomainError `not_found`.
 */
export async function lockSource(tx: Tx, id: string) {
  await tx.$executeRawUnsafe('SELECT 1 FROM source WHERE id = $1 FOR UPDATE', id);
  const source = await tx.source.findUnique({ where: { id } });
  if (!source) throw notFound('This source');
  return source;
}

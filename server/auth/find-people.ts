import type { Person } from '../core/context.ts';
import type { Tx } from '../db/transaction.ts';
import { personOf } from './queries.ts';

/** People as they stand now, by id; who is gone or switched off is not among them. */
export async function findPeople(tx: Pick<Tx, 'user'>, ids: readonly string[]): Promise<ReadonlyMap<string, Person>> {
  if (!ids.length) return new Map();
  const rows = await tx.user.findMany({ where: { id: { in: [...ids] }, active: true } });
  return new Map(rows.map((row) => [row.id, personOf(row)]));
}

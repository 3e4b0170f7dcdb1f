import type { Person } from '../core/context.ts';
import type { Tx } from '../db/transaction.ts';
import { personOf } from './queries.ts';

export type People = ReadonlyMap<string, Person>;

/** People as they stand now, by id; who is gone or switched off is not among them. */
export async function findPeople(tx: Pick<Tx, 'user'>, ids: readonly string[]): Promise<People> {
  if (!ids.length) return new Map();
  const rows = await tx.user.findMany({ where: { id: { in: [...ids] }, active: true } });
  return new Map(rows.map((row) => [row.id, personOf(row)]));
}

/**
 * The same, held as they are for the rest of the transaction: a change of roles, regions or the account that is under way is
 * waited for, and one that begins meanwhile waits.
 */
export async function lockPeople(tx: Pick<Tx, 'user' | '$queryRawUnsafe'>, ids: readonly string[]): Promise<People> {
  await tx.$queryRawUnsafe(`SELECT id FROM "user" WHERE id = ANY($1::text[]) ORDER BY id FOR SHARE`, [...ids]);
  return findPeople(tx, ids);
}

import { inScope, regionScope } from '../../auth/rights.ts';
import type { Person } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import type { Source } from '../../db/generated/client.ts';

/**
 * A source of the person's regions. One of every region ("global") belongs to people who see every region.
 * @throws DomainError `not_found`, also for a source of another region.
 */
export async function findOwnSource(db: Database, person: Person, id: string): Promise<Source> {
  const source = await db.prisma.source.findFirst({ where: { id, ...inScope(regionScope(person)) } });
  if (!source) throw notFound('This source');
  return source;
}

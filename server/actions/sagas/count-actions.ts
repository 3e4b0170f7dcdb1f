import { inScope, regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { ACTIVE } from './queries.ts';

/** How many actions in the person's regions are not finished. @throws DomainError `forbidden`. */
export async function countActions(db: Database, ctx: Context): Promise<number> {
  const person = requireRight(ctx.actor, 'action.read');
  return db.prisma.action.count({ where: { ...inScope(regionScope(person)), state: { in: ACTIVE } } });
}

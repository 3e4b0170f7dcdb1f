import { findNames, nameOf } from '../../auth/find-names.ts';
import { may, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { findRetention } from './queries.ts';
import type { RetentionView } from './schema.ts';

/**
 * viewRetention gives how long things are kept, and who said so.
 * @throws DomainError `forbidden` without the right to read signals.
 */
export async function viewRetention(db: Database, ctx: Context): Promise<RetentionView> {
  const person = requireRight(ctx.actor, 'signals.read');
  const { version, values, changedBy, changedAt } = await findRetention(db.prisma);
  const names = await findNames(db.prisma, changedBy === null ? [] : [changedBy]);
  const allowed = may(person.roles, 'retention.change') && person.regions.includes('*');
  return {
    version,
    values,
    changedBy: changedBy === null ? null : nameOf(names, changedBy),
    changedAt: changedAt?.toISOString() ?? null,
    may: { allowed, why: allowed ? null : 'An operator or admin of all regions changes this.' },
  };
}

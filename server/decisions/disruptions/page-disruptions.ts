import { inScope, readScope } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { type Page, type PageInput, pageRows } from '../../db/page-rows.ts';
import { countSignals } from './count-signals.ts';
import type { PublishedDisruption } from './schema.ts';

/**
 * A page of cases for a machine, within the regions of its key, in commit order, oldest first; each as it stands now.
 * @throws DomainError `unauthenticated`, `forbidden` for a key that may not read, `invalid` for a cursor that no page gave.
 */
export async function pageDisruptions(
  db: Database,
  ctx: Context,
  input: PageInput,
): Promise<Page<PublishedDisruption>> {
  const scope = readScope(ctx.actor);
  const page = await pageRows(db, input, ({ where, ...rest }) =>
    db.prisma.disruption.findMany({
      where: { ...where, ...inScope(scope) },
      ...rest,
      omit: { facts: true, subjectKeys: true },
    }),
  );
  const counts = await countSignals(db.prisma, page.items);
  return {
    ...page,
    items: page.items.map((row) => ({
      id: row.id,
      playbook: row.playbook,
      source: row.source,
      region: row.region,
      title: row.title,
      state: row.state === 'open' ? 'open' : 'closed',
      closedReason: row.closedReason,
      severity: row.severity,
      supplier: row.supplier,
      origin: row.origin,
      destination: row.destination,
      shipment: row.shipment,
      lineCount: row.lineCount,
      signalCount: counts.get(row.id) ?? 0,
      valueAtRisk: row.valueAtRisk.toString(),
      currency: row.currency,
      valueKnown: row.valueKnown,
      factsVersion: row.factsVersion,
      ownerId: row.ownerId,
      occurredAt: row.occurredAt.toISOString(),
      breachAt: row.breachAt.toISOString(),
      detectedWorldAt: row.detectedWorldAt.toISOString(),
      closedWorldAt: row.closedWorldAt?.toISOString() ?? null,
      openedAt: row.openedAt.toISOString(),
      closedAt: row.closedAt?.toISOString() ?? null,
      updatedAt: row.updatedAt.toISOString(),
    })),
  };
}

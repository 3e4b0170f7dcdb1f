import { z } from 'zod';
import { inScope, readScope } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { type Page, type PageInput, pageRows } from '../../db/page-rows.ts';
import type { PublishedDecision } from './schema.ts';

const actorsSchema = z.array(z.object({ id: z.string() }));

/**
 * A page of decisions for a machine, within the regions of its key, in commit order, oldest first. People are named by their ids.
 * @throws DomainError `unauthenticated`, `forbidden` for a key that may not read, `invalid` for a cursor that no page gave.
 */
export async function pageDecisions(db: Database, ctx: Context, input: PageInput): Promise<Page<PublishedDecision>> {
  const scope = readScope(ctx.actor);
  const page = await pageRows(db, input, ({ where, ...rest }) =>
    db.prisma.decision.findMany({ where: { ...where, ...inScope(scope) }, ...rest, omit: { sagaInput: true } }),
  );
  return {
    ...page,
    items: page.items.map((row) => ({
      id: row.id,
      proposalId: row.proposalId,
      disruptionId: row.disruptionId,
      region: row.region,
      kind: row.kind,
      change: row.change,
      actors: (actorsSchema.safeParse(row.actors).data ?? []).map(({ id }) => ({ id })),
      reasonCode: row.reasonCode,
      policyVersion: row.policyVersion,
      verdict: row.verdict,
      saga: row.saga,
      decidedAt: row.decidedAt.toISOString(),
      worldAt: row.worldAt.toISOString(),
    })),
  };
}

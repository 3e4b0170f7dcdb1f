import { inScope, readScope } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { type Page, type PageInput, pageRows } from '../../db/page-rows.ts';
import { alternativesSchema } from './read-shown.ts';
import type { PublishedProposal } from './schema.ts';

/**
 * A page of proposals for a machine, within the regions of its key, in commit order, oldest first; each as it stands now. People are
 * named by their ids, and what the agent was handed is not told.
 * @throws DomainError `unauthenticated`, `forbidden` for a key that may not read, `invalid` for a cursor that no page gave.
 */
export async function pageProposals(db: Database, ctx: Context, input: PageInput): Promise<Page<PublishedProposal>> {
  const scope = readScope(ctx.actor);
  const page = await pageRows(db, input, ({ where, ...rest }) =>
    db.prisma.proposal.findMany({
      where: { ...where, disruption: inScope(scope) },
      ...rest,
      omit: { context: true, shownHash: true },
      include: {
        disruption: { select: { region: true } },
        seats: { select: { userId: true, at: true }, orderBy: { at: 'asc' } },
      },
    }),
  );
  return {
    ...page,
    items: page.items.map((row) => ({
      id: row.id,
      disruptionId: row.disruptionId,
      region: row.disruption.region,
      revision: row.revision,
      proposerKind: row.proposerKind === 'person' ? 'person' : 'agent',
      proposerId: row.proposerId,
      agent: row.agent,
      agentVersion: row.agentVersion,
      state: row.state,
      factsVersion: row.factsVersion,
      chosen: row.chosen,
      // A row that cannot be read any more must not keep a reader from those behind it.
      alternatives: (alternativesSchema.safeParse(row.alternatives).data ?? []).map((one) => ({
        key: one.key,
        title: one.title,
        costUsd: one.costUsd,
        riskLeftUsd: one.riskLeftUsd,
        arrival: one.arrival?.expected ?? null,
        saga: one.saga?.name ?? null,
      })),
      overrideCode: row.overrideCode,
      riskScore: row.riskScore,
      verdict: row.verdict,
      policyVersion: row.policyVersion,
      seatsNeeded: row.seatsNeeded,
      seatRole: row.seatRole,
      seats: row.seats.map(({ userId, at }) => ({ userId, at: at.toISOString() })),
      worldAt: row.worldAt.toISOString(),
      createdAt: row.createdAt.toISOString(),
      dueAt: row.dueAt?.toISOString() ?? null,
    })),
  };
}

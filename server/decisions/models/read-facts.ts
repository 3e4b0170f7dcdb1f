import type { z } from 'zod';
import { inScope, regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { findFeatures, findFeatureValues, findLatestValues, viewOfValue } from '../../events/features/index.ts';
import type { FeatureValueView, FeatureView } from '../../events/features/schema.ts';
import type { FactsPage, factsInput } from './schema.ts';

/** Feature values of a proposal that are sent at once. */
const FACTS = 50;

/**
 * readProposalFacts gives the feature values that a proposal stands on, fifty from a place on, and how many there are.
 * @throws DomainError `forbidden`, `not_found` outside the reader's regions.
 */
export async function readProposalFacts(
  db: Database,
  ctx: Context,
  { proposalId, cursor }: z.input<typeof factsInput>,
): Promise<FactsPage> {
  const person = requireRight(ctx.actor, 'disruption.read');
  const found = await db.prisma.proposal.findFirst({
    where: { id: proposalId, disruption: inScope(regionScope(person)) },
    select: { id: true },
  });
  if (!found) throw notFound('This proposal');
  const start = cursor ?? 0;
  const { values, count } = await findFeatureValues(db.prisma, proposalId, { start, limit: FACTS });
  return { rows: values.map(viewOfValue), count, next: start + FACTS < count ? start + FACTS : null };
}

/**
 * listFeatures gives every released feature.
 * @throws DomainError `forbidden`.
 */
export function listFeatures(db: Database, ctx: Context): Promise<FeatureView[]> {
  requireRight(ctx.actor, 'model.read');
  return findFeatures(db);
}

/**
 * readFeature gives every version of a feature and its newest values.
 * @throws DomainError `forbidden`, `not_found`.
 */
export async function readFeature(
  db: Database,
  ctx: Context,
  { name }: { name: string },
): Promise<{ versions: FeatureView[]; values: FeatureValueView[] }> {
  const scope = regionScope(requireRight(ctx.actor, 'model.read'));
  const versions = (await findFeatures(db)).filter((feature) => feature.name === name);
  if (!versions.length) throw notFound('This feature');
  return { versions: versions.reverse(), values: await findLatestValues(db, name, scope) };
}

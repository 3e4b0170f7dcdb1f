import type { z } from 'zod';
import { findNames } from '../../../auth/find-names.ts';
import { regionScope, requireRight } from '../../../auth/rights.ts';
import type { Context } from '../../../core/context.ts';
import { notFound } from '../../../core/errors.ts';
import type { Database } from '../../../db/client.ts';
import { viewOfProposal } from '../../proposals/index.ts';
import type { ProposalView } from '../../proposals/schema.ts';
import { findCase } from '../queries.ts';
import { revisionInput } from './schema.ts';

/**
 * readRevision gives one revision of a case whole: its alternatives, why it chose one of them, its gate.
 * @throws DomainError `forbidden`, `not_found` outside the reader's regions.
 */
export async function readRevision(
  { prisma }: Database,
  ctx: Context,
  input: z.input<typeof revisionInput>,
): Promise<ProposalView> {
  const person = requireRight(ctx.actor, 'disruption.read');
  const { id, revision } = revisionInput.parse(input);
  await findCase(prisma, regionScope(person), id);
  const row = await prisma.proposal.findUnique({
    where: { disruptionId_revision: { disruptionId: id, revision } },
    include: { seats: { orderBy: { at: 'asc' } } },
  });
  if (!row) throw notFound('This revision');
  return viewOfProposal(row, await findNames(prisma, [row.proposerId, ...row.seats.map(({ userId }) => userId)]));
}

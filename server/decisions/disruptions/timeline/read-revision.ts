import type { z } from 'zod';
import { findNames } from '../../../auth/find-names.ts';
import { regionScope, requireRight } from '../../../auth/rights.ts';
import type { Context } from '../../../core/context.ts';
import { notFound } from '../../../core/errors.ts';
import type { Database } from '../../../db/client.ts';
import { readableView } from '../../proposals/index.ts';
import type { ProposalView } from '../../proposals/schema.ts';
import { findCase } from '../queries.ts';
import { revisionInput } from './schema.ts';

/**
 * readRevision gives one revision of a case whole: its alternatives, why it chose one of them, its gate; null when what is
 * stored of it cannot be read.
 * @throws DomainError `forbidden`, `not_found` outside the reader's regions.
 */
export async function readRevision(
  { prisma }: Database,
  ctx: Context,
  input: z.input<typeof revisionInput>,
): Promise<ProposalView | null> {
  const person = requireRight(ctx.actor, 'disruption.read');
  const { id, revision } = revisionInput.parse(input);
  await findCase(prisma, regionScope(person), id);
  const row = await prisma.proposal.findUnique({
    where: { disruptionId_revision: { disruptionId: id, revision } },
    include: { seats: { orderBy: { at: 'asc' } }, revoked: { orderBy: { revokedAt: 'asc' } } },
  });
  if (!row) throw notFound('This revision');
  const people = [...row.seats, ...row.revoked].map(({ userId }) => userId);
  return readableView(row, await findNames(prisma, [row.proposerId, ...people]));
}

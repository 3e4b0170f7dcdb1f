import type { z } from 'zod';
import { regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { withTransaction } from '../../db/transaction.ts';
import { lockStanding } from './queries.ts';
import { type Revised, reviseProposal } from './revise-proposal.ts';
import { overrideInput } from './schema.ts';

/**
 * overrideProposal replaces what is proposed by another alternative, with a reason that is kept as data. It is gated again
 * and waits for somebody else, unless it is to wait. Also the way out of a denied, rejected or undone proposal.
 * @throws DomainError `forbidden`, `not_found`, `invalid`, `conflict` when what was shown no longer stands.
 */
export async function overrideProposal(
  db: Database,
  ctx: Context,
  input: z.input<typeof overrideInput>,
): Promise<Revised> {
  const person = requireRight(ctx.actor, 'proposal.override');
  const { proposalId, shownHash, change, code, text } = overrideInput.parse(input);
  return withTransaction(db, async (tx) => {
    const standing = await lockStanding(tx, regionScope(person), proposalId);
    return reviseProposal(tx, ctx, person, standing, { shownHash, change, kind: 'overridden', why: { code, text } });
  });
}

import type { z } from 'zod';
import { regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { withTransaction } from '../../db/transaction.ts';
import { decideProposal } from './decide-proposal.ts';
import { lockStanding } from './queries.ts';
import { refuseStale } from './refuse-stale.ts';
import { rejectInput } from './schema.ts';

/**
 * rejectProposal ends an open proposal with a reason; nothing is carried out.
 * @throws DomainError `forbidden`, `not_found`, `conflict` when what was shown no longer stands.
 */
export async function rejectProposal(
  db: Database,
  ctx: Context,
  input: z.input<typeof rejectInput>,
): Promise<{ decisionId: string }> {
  const person = requireRight(ctx.actor, 'proposal.reject');
  const { proposalId, shownHash, code, text } = rejectInput.parse(input);
  return withTransaction(db, async (tx) => {
    const standing = await lockStanding(tx, regionScope(person), proposalId);
    await refuseStale(tx, standing, shownHash);
    const actors = [{ id: person.id, roles: person.roles }];
    return { decisionId: await decideProposal(tx, ctx, standing, { kind: 'reject', actors, reason: { code, text } }) };
  });
}

import type { z } from 'zod';
import { regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { invalid } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import { withTransaction } from '../../db/transaction.ts';
import { lockStanding } from './queries.ts';
import { type Revised, reviseProposal } from './revise-proposal.ts';
import { modifyInput } from './schema.ts';

/**
 * modifyProposal changes quantity, mode, date or supplier of what is proposed, within its bounds; the result is weighed
 * and gated again, and waits for somebody else.
 * @throws DomainError `forbidden`, `not_found`, `invalid` outside the bounds, `conflict` when what was shown no longer stands.
 */
export async function modifyProposal(db: Database, ctx: Context, input: z.input<typeof modifyInput>): Promise<Revised> {
  const person = requireRight(ctx.actor, 'proposal.modify');
  const { proposalId, shownHash, change, note } = modifyInput.parse(input);
  return withTransaction(db, async (tx) => {
    const standing = await lockStanding(tx, regionScope(person), proposalId);
    if (change.alternative !== standing.proposal.chosen) {
      throw invalid('Modify changes what is proposed. To choose another alternative, use Override.', {
        alternative: 'Use Override.',
      });
    }
    const { alternative: _, ...members } = change;
    if (!Object.values(members).some((value) => value !== undefined)) {
      throw invalid('Nothing was changed. Change the quantity, mode, date or supplier.');
    }
    const why = note ? { code: null, text: note } : null;
    return reviseProposal(tx, ctx, person, standing, { shownHash, change, kind: 'modified', why });
  });
}

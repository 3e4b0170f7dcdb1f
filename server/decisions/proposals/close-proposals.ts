import { emitAudit } from '../../audit/emit.ts';
import type { Context } from '../../core/context.ts';
import { conflict } from '../../core/errors.ts';
import { appendFeed } from '../../db/feed.ts';
import type { Tx } from '../../db/transaction.ts';

/** An open proposal to close without a decision: `superseded` by a newer revision, or `withdrawn` with its cause. */
export type ClosingProposal = {
  id: string;
  disruption: { id: string; region: string };
  state: 'superseded' | 'withdrawn';
  why: string;
};

/**
 * Closes open proposals that are not to be decided any more.
 * @throws DomainError `conflict` when one of them is no longer open.
 */
export async function closeProposals(tx: Tx, ctx: Context, list: readonly ClosingProposal[]): Promise<void> {
  if (!list.length) return;
  for (const state of ['superseded', 'withdrawn'] as const) {
    const ids = list.filter((closing) => closing.state === state).map(({ id }) => id);
    if (!ids.length) continue;
    const { count } = await tx.proposal.updateMany({ where: { id: { in: ids }, state: 'open' }, data: { state } });
    if (count !== ids.length) throw conflict('This proposal is no longer open.');
  }
  await emitAudit(
    tx,
    ctx,
    list.map(({ id, disruption, state, why }) => ({
      action: 'proposal.withdrawn',
      entityId: id,
      meaning: why,
      before: { state: 'open' },
      after: { state },
      disruptionId: disruption.id,
    })),
  );
  await appendFeed(
    tx,
    ctx.clock.now(),
    list.map(({ id, disruption, state }) => ({
      area: 'proposals',
      kind: state,
      ids: [id, disruption.id],
      region: disruption.region,
    })),
  );
}

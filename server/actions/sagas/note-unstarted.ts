import { emitAudit } from '../../audit/index.ts';
import { HOUR, SECOND } from '../../core/clock.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { appendFeed } from '../../db/feed.ts';
import { describeFault } from '../../db/judge-fault.ts';
import { withTransaction } from '../../db/transaction.ts';

/** What cannot be started is tried again later each time, from ten seconds to an hour. */
const AGAIN = { first: 10 * SECOND, longest: HOUR };
export const againAfter = (tries: number): number =>
  Math.min(AGAIN.longest, AGAIN.first * 2 ** Math.min(tries - 1, 20));

/**
 * Says of a decision that its action could not be made, and why: in the record and on its case, once for each reason. It is tried
 * again later.
 */
export async function noteUnstarted(db: Database, ctx: Context, decisionId: string, error: unknown): Promise<void> {
  const { code, words } = describeFault(error);
  await withTransaction(db, async (tx) => {
    const decision = await tx.decision.findUnique({ where: { id: decisionId } });
    if (!decision) return;
    const before = await tx.unstartedDecision.findUnique({ where: { decisionId } });
    const { disruptionId, region, saga } = decision;
    const at = ctx.clock.now();
    const tries = (before?.tries ?? 0) + 1;
    const row = { error: words, tries, nextAt: new Date(at.getTime() + againAfter(tries)) };
    await tx.unstartedDecision.upsert({
      where: { decisionId },
      create: { decisionId, disruptionId, region, saga: saga ?? '', since: at, ...row },
      update: row,
    });
    if (before?.error === words) return;
    await emitAudit(tx, ctx, {
      action: 'action.not-started',
      entityId: decisionId,
      meaning: `The action of this decision could not be started (${code}); it is tried again.`,
      after: { saga, code },
      disruptionId,
      decisionId,
    });
    await appendFeed(tx, at, [
      { area: 'actions', kind: 'action.not-started', ids: [decisionId, disruptionId], region },
    ]);
  });
}

import type { AuditAction } from '../../audit/actions.ts';
import { emitAudit } from '../../audit/index.ts';
import type { Context } from '../../core/context.ts';
import { appendFeed } from '../../db/feed.ts';
import type { Tx } from '../../db/transaction.ts';
import type { ActionRef } from './plane.ts';

type Change = {
  action: AuditAction;
  meaning: string;
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
};

/** Writes the audit entry and the feed row of a change to an action, or to one of its steps when `step` names it. */
export async function recordChange(tx: Tx, ctx: Context, ref: ActionRef, change: Change, step?: string): Promise<void> {
  await emitAudit(tx, ctx, {
    ...change,
    entityId: step ? `${ref.actionId}/${step}` : ref.actionId,
    disruptionId: ref.disruptionId,
    decisionId: ref.decisionId,
  });
  await appendFeed(tx, ctx.clock.now(), [
    { area: 'actions', kind: change.action, ids: [ref.actionId, ref.disruptionId, ref.decisionId], region: ref.region },
  ]);
}

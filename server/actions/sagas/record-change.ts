import { type AuditInput, emitAudit } from '../../audit/index.ts';
import type { Context } from '../../core/context.ts';
import { appendFeed, type FeedRow } from '../../db/feed.ts';
import type { Tx } from '../../db/transaction.ts';
import type { Change } from './change-row.ts';
import type { ActionRef } from './plane.ts';

/** The audit entry and the feed row of a change to an action, or to one of its steps when `step` names it. */
export function describeChange(ref: ActionRef, change: Change, step?: string): { audit: AuditInput; feed: FeedRow } {
  const { actionId, disruptionId, decisionId, region } = ref;
  return {
    audit: { ...change, entityId: step ? `${actionId}/${step}` : actionId, disruptionId, decisionId },
    feed: { area: 'actions', kind: change.action, ids: [actionId, disruptionId, decisionId], region },
  };
}

/** Writes the audit entry and the feed row of a change in the transaction that makes it. */
export async function recordChange(tx: Tx, ctx: Context, ref: ActionRef, change: Change, step?: string): Promise<void> {
  const { audit, feed } = describeChange(ref, change, step);
  await emitAudit(tx, ctx, audit);
  await appendFeed(tx, ctx.clock.now(), [feed]);
}

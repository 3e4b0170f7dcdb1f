import { emitAudit } from '../../audit/emit.ts';
import type { Context, Role } from '../../core/context.ts';
import { newId } from '../../core/ids.ts';
import { appendFeed } from '../../db/feed.ts';
import type { Prisma } from '../../db/generated/client.ts';
import type { Tx } from '../../db/transaction.ts';
import type { Alternative, Verdict } from './schema.ts';

export type DecisionKind = 'auto' | 'approve' | 'reject' | 'deny';
export type ChangeKind = 'unchanged' | 'modified' | 'overridden';

/** Who stands behind a decision, with the roles held at that moment. */
export type DecisionActor = { id: string; roles: readonly Role[] };

export type NewDecision = {
  kind: DecisionKind;
  change: ChangeKind;
  proposalId: string;
  disruption: { id: string; region: string };
  chosen: Alternative;
  verdict: Verdict;
  policyVersion: number;
  /** The people behind it; policy itself when nobody was asked. */
  actors: DecisionActor[];
  reason: { code: string; text: string } | null;
  worldAt: Date;
};

const BY: Record<DecisionKind, string> = {
  auto: 'released by policy',
  approve: 'approved',
  reject: 'rejected',
  deny: 'denied by policy',
};

/** Only what was released is carried out, and waiting has nothing to carry out. */
const sagaOf = ({ kind, chosen }: NewDecision) => (kind === 'auto' || kind === 'approve' ? chosen.saga : null);

/**
 * Writes decisions with their audit entries and feed rows, in the transaction that moved the proposals to `decided`.
 * The action plane takes up those with a saga.
 * @returns the ids, in the order given.
 */
export async function recordDecisions(tx: Tx, ctx: Context, decisions: readonly NewDecision[]): Promise<string[]> {
  if (!decisions.length) return [];
  const at = ctx.clock.now();
  const rows = decisions.map((decision) => ({ decision, id: newId(), saga: sagaOf(decision) }));
  await tx.decision.createMany({
    data: rows.map(({ decision, id, saga }) => ({
      id,
      proposalId: decision.proposalId,
      disruptionId: decision.disruption.id,
      kind: decision.kind,
      change: decision.change,
      actors: decision.actors.map(({ id, roles }) => ({ id, roles: [...roles] })),
      reasonCode: decision.reason?.code ?? null,
      reasonText: decision.reason?.text ?? null,
      policyVersion: decision.policyVersion,
      verdict: decision.verdict,
      saga: saga?.name ?? null,
      ...(saga ? { sagaInput: saga.input satisfies Prisma.InputJsonObject } : {}),
      region: decision.disruption.region,
      decidedAt: at,
      worldAt: decision.worldAt,
    })),
  });
  await emitAudit(
    tx,
    ctx,
    rows.map(({ decision, id, saga }) => ({
      action: 'decision.made',
      entityId: id,
      meaning: `“${decision.chosen.title}” was ${BY[decision.kind]}${decision.reason ? `: ${decision.reason.text}` : ''}.`,
      after: {
        kind: decision.kind,
        change: decision.change,
        proposalId: decision.proposalId,
        chosen: decision.chosen.key,
        costUsd: decision.chosen.costUsd,
        verdict: decision.verdict,
        policyVersion: decision.policyVersion,
        actors: decision.actors,
        reason: decision.reason,
        saga,
      },
      disruptionId: decision.disruption.id,
      decisionId: id,
    })),
  );
  await appendFeed(
    tx,
    at,
    rows.map(({ decision, id }) => ({
      area: 'decisions',
      kind: decision.kind,
      ids: [id, decision.disruption.id, decision.proposalId],
      region: decision.disruption.region,
    })),
  );
  return rows.map(({ id }) => id);
}

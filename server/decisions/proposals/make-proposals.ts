import { type AuditInput, emitAudit } from '../../audit/emit.ts';
import type { Context } from '../../core/context.ts';
import { newId } from '../../core/ids.ts';
import { usd } from '../../core/words.ts';
import { appendFeed } from '../../db/feed.ts';
import type { Prisma } from '../../db/generated/client.ts';
import type { Tx } from '../../db/transaction.ts';
import { copyFeatureUse, writeFeatureValues } from '../../events/features/index.ts';
import { readFeatures, type StoredContext } from '../agents/index.ts';
import { ANSWER_WITHIN } from './constants.ts';
import type { GatedDraft, Proposer } from './gate-draft.ts';
import { type ChangeKind, recordDecisions } from './record-decisions.ts';
import { chosenOf } from './rules.ts';

/** One revision to store: by the agent, or by a person who modified or overrode the one before it. */
export type NewProposal = {
  disruption: { id: string; region: string; source: string };
  revision: number;
  proposer: Proposer;
  /** What the agent was asked with, whole. */
  context: StoredContext;
  gated: GatedDraft;
  worldAt: Date;
  change: ChangeKind;
  /** Why a person changed it; the code is set on an override only. */
  why: { code: string | null; text: string } | null;
};
export type MadeProposal = { id: string; disruptionId: string; state: 'open' | 'decided'; decisionId: string | null };

const MADE = { unchanged: 'proposal.made', modified: 'proposal.modified', overridden: 'proposal.overridden' } as const;
const POLICY_ACTOR = { kind: 'system', id: 'policy' } as const;

/**
 * Stores revisions with their gates, in the caller's transaction. What policy releases or denies by itself is decided at
 * once; the rest waits for people. The caller holds the disruption's row and has closed the revision before.
 */
export async function makeProposals(tx: Tx, ctx: Context, list: readonly NewProposal[]): Promise<MadeProposal[]> {
  if (!list.length) return [];
  const at = ctx.clock.now();
  const rows = list.map((made) => ({ made, id: newId(), shown: made.gated.shown, chosen: chosenOf(made.gated.shown) }));
  await tx.proposal.createMany({ data: rows.map((row) => storedRow(row, at)) });
  await standOnFeatures(tx, rows, at);
  for (const [actor, theirs] of byActor(ctx, rows)) await emitAudit(tx, { ...ctx, actor }, theirs.map(madeEntry));
  await emitAudit(tx, { ...ctx, actor: POLICY_ACTOR }, rows.map(gatedEntry));
  await appendFeed(
    tx,
    at,
    rows.map(({ made, id }) => ({
      area: 'proposals',
      kind: 'made',
      ids: [id, made.disruption.id],
      region: made.disruption.region,
    })),
  );
  const settled = rows.filter((row) => !waitsForPeople(row));
  const decisionIds = await decideByPolicy(tx, ctx, settled);
  const decisionOf = new Map(settled.map(({ id }, n) => [id, decisionIds[n] ?? null]));
  return rows.map(({ id, made }) => ({
    id,
    disruptionId: made.disruption.id,
    state: decisionOf.has(id) ? 'decided' : 'open',
    decisionId: decisionOf.get(id) ?? null,
  }));
}

type Row = { made: NewProposal; id: string; shown: GatedDraft['shown']; chosen: ReturnType<typeof chosenOf> };

/** Stores the feature values behind what agents proposed; a person's revision stands on those of the revision it changed. */
async function standOnFeatures(tx: Tx, rows: readonly Row[], at: Date): Promise<void> {
  const of = (kind: Proposer['kind']) => rows.filter(({ made }) => made.proposer.kind === kind);
  await writeFeatureValues(
    tx,
    at,
    of('agent').map(({ id, made: { context, disruption } }) => ({
      proposalId: id,
      source: disruption.source,
      asOf: new Date(context.worldAt),
      readings: readFeatures(context),
    })),
  );
  await copyFeatureUse(
    tx,
    of('person').map(({ id, made }) => ({ proposalId: id, disruptionId: made.disruption.id })),
  );
}

/** Revisions by who stands behind them: each agent by name and version, or the person who acts. */
function byActor(ctx: Context, rows: readonly Row[]): [Context['actor'], Row[]][] {
  const groups = new Map<string, [Context['actor'], Row[]]>();
  for (const row of rows) {
    const { name, version } = row.made.context.agent;
    const agent = row.made.proposer.kind === 'agent';
    const key = agent ? `${name} ${version}` : '';
    const actor: Context['actor'] = agent ? { kind: 'agent', id: name, version } : ctx.actor;
    const group = groups.get(key) ?? [actor, []];
    group[1].push(row);
    groups.set(key, group);
  }
  return [...groups.values()];
}

const waitsForPeople = ({ shown }: Row): boolean =>
  shown.gate.verdict === 'approve' || shown.gate.verdict === 'escalate';

const storedRow = (row: Row, at: Date): Prisma.ProposalCreateManyInput => ({
  id: row.id,
  disruptionId: row.made.disruption.id,
  revision: row.made.revision,
  proposerKind: row.made.proposer.kind,
  proposerId: row.made.proposer.id,
  agent: row.made.context.agent.name,
  agentVersion: row.made.context.agent.version,
  state: waitsForPeople(row) ? 'open' : 'decided',
  factsVersion: row.shown.factsVersion,
  context: row.made.context as Prisma.InputJsonObject,
  alternatives: row.shown.alternatives as Prisma.InputJsonArray,
  chosen: row.shown.chosen,
  reason: row.shown.reason as Prisma.InputJsonObject,
  overrideCode: row.made.why?.code ?? null,
  overrideText: row.made.why?.text ?? null,
  riskScore: row.shown.risk.score,
  riskFactors: row.shown.risk.factors as Prisma.InputJsonArray,
  verdict: row.shown.gate.verdict,
  policyVersion: row.shown.gate.policyVersion,
  policyRules: row.shown.gate.rules as Prisma.InputJsonArray,
  seatsNeeded: row.shown.gate.seatsNeeded,
  seatRole: row.shown.gate.seatRole,
  shownHash: new Uint8Array(row.made.gated.shownHash),
  worldAt: row.made.worldAt,
  createdAt: at,
  dueAt: dueAt(at, row.shown.gate.verdict),
});

const madeEntry = ({ made, id, shown, chosen }: Row): AuditInput => ({
  action: MADE[made.change],
  entityId: id,
  meaning: `“${chosen.title}” was proposed for ${usd(chosen.costUsd)}${made.why ? `: ${made.why.text}` : ''}.`,
  after: {
    revision: made.revision,
    chosen: shown.chosen,
    costUsd: chosen.costUsd,
    riskLeftUsd: chosen.riskLeftUsd,
    riskScore: shown.risk.score,
    agent: `${made.context.agent.name} ${made.context.agent.version}`,
    factsVersion: shown.factsVersion,
    shownHash: made.gated.shownHash.toString('hex'),
    why: made.why,
  },
  disruptionId: made.disruption.id,
});

const gatedEntry = ({ made, id, shown: { gate } }: Row): AuditInput => ({
  action: 'proposal.gated',
  entityId: id,
  meaning: gate.words,
  after: {
    verdict: gate.verdict,
    policyVersion: gate.policyVersion,
    rules: gate.rules.map((rule) => rule.id),
    seatsNeeded: gate.seatsNeeded,
    seatRole: gate.seatRole,
  },
  disruptionId: made.disruption.id,
});

/** What needs nobody is decided by policy: released (auto) or denied. A person who chose to wait stands behind it by name. */
function decideByPolicy(tx: Tx, ctx: Context, rows: Row[]): Promise<string[]> {
  return recordDecisions(
    tx,
    { ...ctx, actor: POLICY_ACTOR },
    rows.map(({ made, id, shown, chosen }) => {
      const released = shown.gate.verdict === 'auto';
      return {
        kind: released ? 'auto' : 'deny',
        change: made.change,
        proposalId: id,
        disruption: made.disruption,
        chosen,
        verdict: shown.gate.verdict,
        policyVersion: shown.gate.policyVersion,
        actors: [
          released && made.proposer.kind === 'person'
            ? { id: made.proposer.id, roles: made.proposer.roles }
            : { id: POLICY_ACTOR.id, roles: [] },
        ],
        reason: made.why ? { code: made.why.code ?? 'modified', text: made.why.text } : null,
        worldAt: made.worldAt,
      };
    }),
  );
}

function dueAt(at: Date, verdict: string): Date | null {
  return verdict === 'approve' || verdict === 'escalate' ? new Date(at.getTime() + ANSWER_WITHIN[verdict]) : null;
}

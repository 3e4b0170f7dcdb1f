import type { Action, ActionStep, Decision, Proposal } from '../../db/generated/client.ts';
import type { Tx } from '../../db/transaction.ts';
import { chosenOf, readShown } from '../proposals/index.ts';
import type { Card } from './schema.ts';

/** A decision with its proposal and the action that carries it out. */
export type Decided = Decision & { proposal: Proposal; action: (Action & { steps: ActionStep[] }) | null };

/** Decisions of a case, newest first. */
export async function findDecisions(
  tx: Pick<Tx, 'decision' | 'proposal' | 'action'>,
  disruptionId: string,
): Promise<Decided[]> {
  const decisions = await tx.decision.findMany({
    where: { disruptionId },
    orderBy: [{ decidedAt: 'desc' }, { id: 'desc' }],
  });
  const proposals = await tx.proposal.findMany({
    where: { id: { in: decisions.map(({ proposalId }) => proposalId) } },
  });
  const actions = await tx.action.findMany({
    where: { decisionId: { in: decisions.map(({ id }) => id) } },
    include: { steps: true },
  });
  return decisions.flatMap((decision) => {
    const proposal = proposals.find(({ id }) => id === decision.proposalId);
    const action = actions.find(({ decisionId }) => decisionId === decision.id) ?? null;
    return proposal ? [{ ...decision, proposal, action }] : [];
  });
}

/** People or policy behind a decision, as stored. */
const actorsOf = (actors: unknown): { id: string; name: string }[] =>
  Array.isArray(actors)
    ? actors.map((actor: { id?: unknown; name?: unknown }) => ({ id: String(actor.id), name: String(actor.name) }))
    : [];

/** The earliest end of reversibility among steps whose effect stands. */
function reversibleUntil(steps: readonly ActionStep[]): string | null {
  const until = steps.flatMap((step) => (step.state === 'done' && step.reversibleUntil ? [step.reversibleUntil] : []));
  return until.length ? new Date(Math.min(...until.map((at) => at.getTime()))).toISOString() : null;
}

/** A decision as the card shows it. */
export const viewOfDecision = ({ proposal, action, ...decision }: Decided): Card['decisions'][number] => ({
  id: decision.id,
  kind: decision.kind as Card['decisions'][number]['kind'],
  change: decision.change as Card['decisions'][number]['change'],
  actors: actorsOf(decision.actors),
  reason: decision.reasonText,
  policyVersion: decision.policyVersion,
  decidedAt: decision.decidedAt.toISOString(),
  title: chosenOf(readShown(proposal)).title,
  action: action
    ? {
        id: action.id,
        state: action.state,
        title: action.title,
        graceUntil: action.graceUntil.toISOString(),
        reversibleUntil: reversibleUntil(action.steps),
      }
    : null,
});

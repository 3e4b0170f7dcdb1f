import { actorsOf, type Names } from '../../auth/find-names.ts';
import type { Action, ActionStep, Decision, Prisma } from '../../db/generated/client.ts';
import { listSql } from '../../db/guard-json.ts';
import type { Tx } from '../../db/transaction.ts';
import type { CardDecision } from './schema.ts';

/** A decision with the title of what it released and the action that carries it out. */
export type Decided = Decision & { title: string; action: (Action & { steps: ActionStep[] }) | null };

/** Decisions that `where` names, newest first. */
export async function findDecisions(
  tx: Pick<Tx, 'decision' | 'action' | '$queryRawUnsafe'>,
  where: Prisma.DecisionWhereInput,
  limit?: number,
): Promise<Decided[]> {
  const decisions = await tx.decision.findMany({
    where,
    orderBy: [{ decidedAt: 'desc' }, { id: 'desc' }],
    ...(limit ? { take: limit } : {}),
  });
  const [titles, actions] = await Promise.all([
    findTitles(
      tx,
      decisions.map(({ proposalId }) => proposalId),
    ),
    tx.action.findMany({
      where: { decisionId: { in: decisions.map(({ id }) => id) } },
      include: { steps: true },
    }),
  ]);
  return decisions.map((decision) => ({
    ...decision,
    title: titles.get(decision.proposalId) ?? '',
    action: actions.find(({ decisionId }) => decisionId === decision.id) ?? null,
  }));
}

/** The title of what a proposal chose, from the proposal `p`: its context and alternatives stay in the store. */
const CHOSEN = `
  LEFT JOIN LATERAL (
    SELECT coalesce(min(alternative->>'title'), p.chosen) AS title FROM ${listSql('p.alternatives')} AS alternative
    WHERE alternative->>'key' = p.chosen) chosen ON true`;

type Titled = { id: string; title: string };
const byId = (rows: Titled[]) => new Map(rows.map(({ id, title }) => [id, title]));

/** Titles of what proposals chose, by their ids. */
const findTitles = async (tx: Pick<Tx, '$queryRawUnsafe'>, proposalIds: string[]): Promise<Map<string, string>> =>
  byId(
    await tx.$queryRawUnsafe<Titled[]>(
      `SELECT p.id, chosen.title FROM proposal p ${CHOSEN} WHERE p.id = ANY($1::text[])`,
      proposalIds,
    ),
  );

/** Titles of what was released last in cases, by their ids. */
export const findReleased = async (tx: Pick<Tx, '$queryRawUnsafe'>, caseIds: string[]): Promise<Map<string, string>> =>
  byId(
    await tx.$queryRawUnsafe<Titled[]>(
      `WITH last AS (
         SELECT DISTINCT ON (disruption_id) disruption_id, proposal_id FROM decision
         WHERE disruption_id = ANY($1::text[]) AND kind IN ('auto', 'approve') ORDER BY disruption_id, decided_at DESC, id DESC)
       SELECT last.disruption_id AS id, chosen.title FROM last JOIN proposal p ON p.id = last.proposal_id ${CHOSEN}`,
      caseIds,
    ),
  );

/** The earliest end of reversibility among steps whose effect stands. */
function reversibleUntil(steps: readonly ActionStep[]): string | null {
  const until = steps.flatMap((step) => (step.state === 'done' && step.reversibleUntil ? [step.reversibleUntil] : []));
  return until.length ? new Date(Math.min(...until.map((at) => at.getTime()))).toISOString() : null;
}

/** A decision as the card shows it, with the names of those behind it. */
export const viewOfDecision = ({ title, action, ...decision }: Decided, names: Names): CardDecision => ({
  id: decision.id,
  kind: decision.kind as CardDecision['kind'],
  change: decision.change as CardDecision['change'],
  actors: actorsOf(decision, names),
  reason: decision.reasonText,
  policyVersion: decision.policyVersion,
  decidedAt: decision.decidedAt.toISOString(),
  title,
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

import type { z } from 'zod';
import { findNames, type Names, nameOf } from '../../auth/find-names.ts';
import { regionScope, requireRight } from '../../auth/rights.ts';
import type { Context, Person } from '../../core/context.ts';
import { dayOfYear, usd } from '../../core/words.ts';
import type { Database } from '../../db/client.ts';
import type { Disruption } from '../../db/generated/client.ts';
import { seatRefusal } from '../approvals/index.ts';
import { alternativeKeySchema, verdictSchema } from '../proposals/schema.ts';
import { findStandings, type Standing } from './queries.ts';
import { type Ranked, rankQueue, sumQueue } from './rank-queue.ts';
import { severityOf, stageOf } from './rules.ts';
import { type Queue, type QueueOrder, type QueueRow, type QueueTotals, queueInput, queueRowsInput } from './schema.ts';
import { tellOverdue, tellThreat } from './tell-case.ts';
import { type Telling, tellWatched, UNREADABLE_PROPOSAL } from './tell-watched.ts';

/**
 * listQueue gives the cases in the reader's regions, most money at risk × urgency first.
 * @throws DomainError `forbidden` without the right to read.
 */
export async function listQueue(db: Database, ctx: Context, input: z.input<typeof queueInput>): Promise<Queue> {
  const { person, ranked } = await rank(db, ctx, { ...queueInput.parse(input), ids: null });
  return { rows: await readRows(db, person, ranked) };
}

/**
 * listQueueRows gives those of the named cases that stand in a view. One that is not among them has left it, or is not the reader's.
 * @throws DomainError `forbidden` without the right to read.
 */
export async function listQueueRows(db: Database, ctx: Context, input: z.input<typeof queueRowsInput>): Promise<Queue> {
  const { person, ranked } = await rank(db, ctx, queueRowsInput.parse(input));
  return { rows: await readRows(db, person, ranked) };
}

/**
 * orderQueue gives the order of a view without its lines: world time passes and moves cases that nobody has touched.
 * @throws DomainError `forbidden` without the right to read.
 */
export async function orderQueue(db: Database, ctx: Context, input: z.input<typeof queueInput>): Promise<QueueOrder> {
  const { ranked } = await rank(db, ctx, { ...queueInput.parse(input), ids: null });
  return ranked.map(({ id, rank: by }) => [id, by]);
}

/**
 * totalQueue gives the sums over all open cases in the reader's regions.
 * @throws DomainError `forbidden` without the right to read.
 */
export async function totalQueue(db: Database, ctx: Context): Promise<QueueTotals> {
  const person = requireRight(ctx.actor, 'disruption.read');
  return sumQueue(db.prisma, regionScope(person), ctx.clock.now());
}

async function rank(
  db: Database,
  ctx: Context,
  view: z.output<typeof queueInput> & { ids: string[] | null },
): Promise<{ person: Person; ranked: Ranked[] }> {
  const person = requireRight(ctx.actor, 'disruption.read');
  const asked = { ...view, scope: regionScope(person), personId: person.id, now: ctx.clock.now() };
  return { person, ranked: await rankQueue(db.prisma, asked) };
}

async function readRows({ prisma }: Database, person: Person, ranked: readonly Ranked[]): Promise<QueueRow[]> {
  const ids = ranked.map(({ id }) => id);
  const [rows, standings] = await Promise.all([
    prisma.disruption.findMany({ where: { id: { in: ids } } }),
    findStandings(prisma, ids),
  ]);
  const names = await findNames(
    prisma,
    rows.map(({ ownerId }) => ownerId),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ranked.flatMap(({ id, rank: by, worldAt }) => {
    const row = byId.get(id);
    return row ? [viewOf(row, person, standings.get(id), names, worldAt, by)] : [];
  });
}

function viewOf(
  row: Disruption,
  person: Person,
  standing: Standing | undefined,
  names: Names,
  worldAt: Date,
  rank: number,
): QueueRow {
  const valueUsd = Number(row.valueAtRisk);
  const told = tellWatched(row, worldAt);
  const proposal = proposalOf(person, standing);
  // One that nobody has set aside yet waits for a person all the same.
  const broken = standing?.proposalState === 'open' && !proposal ? UNREADABLE_PROPOSAL : null;
  const held = standing?.held ?? (row.state === 'open' ? (told?.unreadable ?? broken) : null);
  const decision = standing?.decisionKind ? { kind: standing.decisionKind, saga: standing.decisionSaga } : null;
  const stage = stageOf({
    state: row.state,
    proposalState: standing?.proposalState ?? null,
    decision,
    actionState: standing?.actionState ?? null,
    held: Boolean(held),
  });
  return {
    id: row.id,
    title: row.title,
    playbook: row.playbook,
    supplier: row.supplier,
    destination: row.destination,
    region: row.region,
    shipment: row.shipment,
    severity: severityOf(row.valueKnown ? valueUsd : null),
    valueAtRiskUsd: valueUsd,
    valueKnown: row.valueKnown,
    lineCount: row.lineCount,
    breachAt: row.breachAt.toISOString(),
    worldAt: worldAt.toISOString(),
    openedAt: row.openedAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    stage,
    proposal,
    words: {
      ...caseWords(row, told, valueUsd, worldAt),
      proposed: held
        ? held
        : standing?.title
          ? proposedWords(standing)
          : 'Nothing was proposed: it closed before anybody was asked.',
      why: standing?.why ?? 'There is nothing to weigh.',
    },
    owner: row.ownerId ? { id: row.ownerId, name: nameOf(names, row.ownerId) } : null,
    rank,
  };
}

function caseWords(
  row: Disruption,
  told: Telling | null,
  valueUsd: number,
  worldAt: Date,
): Pick<QueueRow['words'], 'happened' | 'threatens'> {
  const were = row.valueKnown ? `${usd(valueUsd)} of goods were at risk.` : 'What was at risk is not known.';
  if (told)
    return row.state === 'open'
      ? { happened: told.happened, threatens: told.threatens }
      : { happened: told.closed, threatens: were };
  return {
    happened: row.closedWorldAt ? closedWords(row, row.closedWorldAt) : tellOverdue(row, worldAt),
    threatens: row.state === 'open' ? tellThreat(valueUsd, row.breachAt) : were,
  };
}

const CLOSED: Record<string, string> = {
  delivered: 'was delivered, late',
  false_alarm: 'was delivered in time; it was recorded slowly',
  found_on_delivery: 'was first heard of when delivered, late',
  corrected: 'is not overdue: the facts were corrected',
};
const closedWords = (row: Disruption, at: Date): string =>
  `Shipment ${row.shipment} ${CLOSED[row.closedReason ?? ''] ?? 'was closed'}; closed ${dayOfYear(at)}.`;

const proposedWords = ({ title, costUsd }: Standing): string => (costUsd ? `${title}, ${usd(costUsd)}.` : `${title}.`);

function proposalOf(person: Person, standing: Standing | undefined): QueueRow['proposal'] {
  if (!standing?.proposalId || !standing.title || !standing.shownHash) return null;
  const [chosen, verdict] = [
    alternativeKeySchema.safeParse(standing.chosen),
    verdictSchema.safeParse(standing.verdict),
  ];
  if (!chosen.success || !verdict.success) return null;
  return {
    id: standing.proposalId,
    chosen: chosen.data,
    title: standing.title,
    verdict: verdict.data,
    costUsd: standing.costUsd ?? 0,
    seats: standing.seatedIds.length,
    seatsNeeded: standing.seatsNeeded,
    shownHash: standing.shownHash,
    ...(standing.proposalState === 'open' ? { mayApprove: mayApprove(person, standing) } : {}),
  };
}

/** Whether the reader may take the next seat, by the rule of the verb. */
function mayApprove(person: Person, { proposerKind, proposerId, seatRole, seatedIds }: Standing) {
  const refusal = seatRefusal({
    person,
    proposer: { kind: proposerKind ?? '', id: proposerId ?? '' },
    seatRole: seatRole === 'planner' ? 'planner' : 'approver',
    taken: seatedIds.map((userId) => ({ userId })),
  });
  return { allowed: refusal === null, why: refusal?.words ?? null };
}

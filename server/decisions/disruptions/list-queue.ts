import type { z } from 'zod';
import { findNames, type Names, nameOf } from '../../auth/find-names.ts';
import { inScope, regionScope, requireRight } from '../../auth/rights.ts';
import { DAY } from '../../core/clock.ts';
import type { Context, Person } from '../../core/context.ts';
import { dayOfYear, usd } from '../../core/words.ts';
import type { Database } from '../../db/client.ts';
import type { Disruption, Prisma } from '../../db/generated/client.ts';
import { seatRefusal } from '../approvals/index.ts';
import { alternativeKeySchema, verdictSchema } from '../proposals/schema.ts';
import { CLOSED_ROWS, NEEDS_HAND, QUEUE_ROWS } from './constants.ts';
import { findStandings, findWorldTimes, type Standing } from './queries.ts';
import { rankedValue, rankOf, severityOf, stageOf } from './rules.ts';
import { type Queue, type QueueRow, queueInput } from './schema.ts';
import { tellOverdue, tellThreat } from './tell-case.ts';
import { tellWatched } from './tell-watched.ts';

/**
 * listQueue gives the cases in the reader's regions, most money at risk × urgency first, with totals over all that are open.
 * @throws DomainError `forbidden` without the right to read.
 */
export async function listQueue(db: Database, ctx: Context, input: z.input<typeof queueInput>): Promise<Queue> {
  const person = requireRight(ctx.actor, 'disruption.read');
  const { filter, search } = queueInput.parse(input);
  const { prisma } = db;
  const scope = inScope(regionScope(person));
  const worldOf = await findWorldTimes(prisma, ctx.clock.now());
  const waiting = { proposals: { some: { state: 'open' } } };
  const where: Prisma.DisruptionWhereInput = {
    ...scope,
    state: filter === 'closed' ? 'closed' : 'open',
    ...(filter === 'mine' ? { ownerId: person.id } : {}),
    ...(filter === 'waiting' ? waiting : {}),
    ...(search ? { OR: matching(search) } : {}),
  };
  const light = { id: true, source: true, breachAt: true, valueAtRisk: true, valueKnown: true } as const;
  const [open, waitingIds, stuckIds, heldIds, found] = await Promise.all([
    prisma.disruption.findMany({ where: { ...scope, state: 'open' }, select: light }),
    prisma.disruption.findMany({ where: { ...scope, state: 'open', ...waiting }, select: { id: true } }),
    prisma.action.findMany({ where: { ...scope, state: { in: NEEDS_HAND } }, select: { disruptionId: true } }),
    prisma.heldCase.findMany({ select: { disruptionId: true } }),
    filter === 'closed'
      ? prisma.disruption.findMany({ where, select: light, orderBy: { closedAt: 'desc' }, take: CLOSED_ROWS })
      : prisma.disruption.findMany({ where, select: light }),
  ]);
  const waits = new Set([
    ...waitingIds.map(({ id }) => id),
    ...[...stuckIds, ...heldIds].map(({ disruptionId }) => disruptionId),
  ]);
  const rank = (row: (typeof found)[number]) =>
    rankOf(rankedValue(row), row.breachAt, worldOf(row.source), waits.has(row.id));
  const ranks = new Map(found.map((row) => [row.id, filter === 'closed' ? 0 : rank(row)]));
  const top = found
    .map(({ id }) => id)
    .sort((a, b) => (ranks.get(b) ?? 0) - (ranks.get(a) ?? 0))
    .slice(0, QUEUE_ROWS);
  const rows = await prisma.disruption.findMany({ where: { id: { in: top } } });
  const standings = await findStandings(prisma, top);
  const names = await findNames(
    prisma,
    rows.map(({ ownerId }) => ownerId),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const within = (row: (typeof open)[number]) => {
    const left = row.breachAt.getTime() - worldOf(row.source).getTime();
    return left > 0 && left <= DAY;
  };
  return {
    rows: top.flatMap((id) => {
      const row = byId.get(id);
      return row ? [viewOf(row, person, standings.get(id), names, worldOf(row.source), ranks.get(id) ?? 0)] : [];
    }),
    totals: {
      open: open.length,
      valueAtRiskUsd: open.reduce((sum, row) => sum + Number(row.valueAtRisk), 0),
      breachWithinDay: open.filter(within).length,
      waiting: waitingIds.length,
    },
  };
}

const matching = (search: string): Prisma.DisruptionWhereInput[] => {
  const contains = { contains: search, mode: 'insensitive' as const };
  return [{ title: contains }, { shipment: contains }, { supplier: contains }, { destination: contains }];
};

function viewOf(
  row: Disruption,
  person: Person,
  standing: Standing | undefined,
  names: Names,
  worldAt: Date,
  rank: number,
): QueueRow {
  const valueUsd = Number(row.valueAtRisk);
  const decision = standing?.decisionKind ? { kind: standing.decisionKind, saga: standing.decisionSaga } : null;
  const stage = stageOf({
    state: row.state,
    proposalState: standing?.proposalState ?? null,
    decision,
    actionState: standing?.actionState ?? null,
    held: Boolean(standing?.held),
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
    proposal: proposalOf(person, standing),
    words: {
      ...caseWords(row, valueUsd, worldAt),
      proposed: standing?.held
        ? standing.held
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
  valueUsd: number,
  worldAt: Date,
): Pick<QueueRow['words'], 'happened' | 'threatens'> {
  const told = tellWatched(row, worldAt);
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
  return {
    id: standing.proposalId,
    chosen: alternativeKeySchema.parse(standing.chosen),
    title: standing.title,
    verdict: verdictSchema.parse(standing.verdict),
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

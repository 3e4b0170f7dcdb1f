import { inScope, type RegionScope, regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import { plural } from '../../core/words.ts';
import type { Database } from '../../db/client.ts';
import type { Disruption, OrderLine, Prisma, Proposal, Seat } from '../../db/generated/client.ts';
import { signalWords } from '../../events/contracts/index.ts';
import { agentNamed } from '../agents/index.ts';
import { chosenOf, readShown, viewOfProposal } from '../proposals/index.ts';
import type { ProposalView } from '../proposals/schema.ts';
import { CARD_SIGNALS, PAST_CASES, RISK_DAYS, SIMILAR_CASES } from './constants.ts';
import { findDecisions, viewOfDecision } from './find-decisions.ts';
import { judgeMay } from './judge-may.ts';
import { findNames, findPast, findWorldTimes, type Past } from './queries.ts';
import { severityOf, stageOf } from './rules.ts';
import type { Card } from './schema.ts';
import { tellClosing, tellOverdue, tellThreat } from './tell-case.ts';

/**
 * readCard gives one case in the order in which it is read: what happened, what it threatens, what is proposed and why,
 * what else, what if wrong, and what the reader may do about it.
 * @throws DomainError `forbidden`, `not_found` outside the reader's regions.
 */
export async function readCard(db: Database, ctx: Context, input: { id: string }): Promise<Card> {
  const person = requireRight(ctx.actor, 'disruption.read');
  const scope = regionScope(person);
  const { prisma } = db;
  const row = await prisma.disruption.findFirst({ where: { id: input.id, ...inScope(scope) } });
  if (!row) throw notFound('This case');
  const [lines, proposals, decisions, worldOf] = await Promise.all([
    prisma.orderLine.findMany({ where: { disruptionId: row.id }, orderBy: [{ dueAt: 'asc' }, { key: 'asc' }] }),
    prisma.proposal.findMany({
      where: { disruptionId: row.id },
      orderBy: { revision: 'desc' },
      include: { seats: { orderBy: { at: 'asc' } } },
    }),
    findDecisions(prisma, row.id),
    findWorldTimes(prisma, ctx.clock.now()),
  ]);
  const [latest, ...earlier] = proposals;
  const names = await findNames(prisma, [row.ownerId, ...proposals.map(({ proposerId }) => proposerId)]);
  const view = latest ? viewOfProposal(latest, names) : null;
  const worldAt = worldOf(row.source);
  const newest = decisions[0];
  return {
    id: row.id,
    title: row.title,
    state: row.state === 'open' ? 'open' : 'closed',
    stage: stageOf({
      state: row.state,
      proposalState: latest?.state ?? null,
      decision: newest ?? null,
      actionState: newest?.action?.state ?? null,
    }),
    closed: closedOf(row, lines),
    severity: severityOf(Number(row.valueAtRisk)),
    region: row.region,
    source: row.source,
    owner: row.ownerId ? { id: row.ownerId, name: names.get(row.ownerId) ?? row.ownerId } : null,
    worldAt: worldAt.toISOString(),
    openedAt: row.openedAt.toISOString(),
    happened: await happenedOf(db, row, lines, worldAt),
    threatens: threatensOf(row, lines, latest, view),
    proposal: view,
    history: earlier.map((proposal) => viewOfProposal(proposal, names)),
    wrong: await wrongOf(db, scope, row, view),
    similar: await similarOf(db, scope, row),
    decisions: decisions.map((decision) => viewOfDecision(decision)),
    may: judgeMay(person, row, latest ?? null, decisions),
  };
}

function closedOf(row: Disruption, lines: OrderLine[]): Card['closed'] {
  if (row.state === 'open' || !row.closedAt || !row.closedWorldAt) return null;
  const reason = row.closedReason as NonNullable<Card['closed']>['reason'];
  return {
    reason,
    words: tellClosing(reason, lines),
    at: row.closedAt.toISOString(),
    worldAt: row.closedWorldAt.toISOString(),
  };
}

async function happenedOf(db: Database, row: Disruption, lines: OrderLine[], worldAt: Date): Promise<Card['happened']> {
  const keys = [...new Set(lines.map((line) => line.shipmentKey))];
  const where: Prisma.SignalWhereInput = { subjectKey: { in: keys } };
  const signals = await db.prisma.signal.findMany({ where, orderBy: { seq: 'desc' }, take: CARD_SIGNALS });
  const undelivered = lines.filter((line) => line.deliveredAt === null).length;
  return {
    words: row.state === 'open' ? tellOverdue(row, worldAt, undelivered) : tellClosing(row.closedReason ?? '', lines),
    signals: signals.map((signal) => ({
      source: signal.source,
      id: signal.id,
      type: signal.type,
      eventAt: signal.eventAt.toISOString(),
      recordedAt: signal.recordedAt.toISOString(),
      receivedAt: signal.receivedAt.toISOString(),
      words: signalWords(signal),
    })),
    signalCount: signals.length < CARD_SIGNALS ? signals.length : await db.prisma.signal.count({ where }),
    newestSignalAt: signals[0]?.recordedAt.toISOString() ?? null,
  };
}

function threatensOf(
  row: Disruption,
  lines: OrderLine[],
  latest: (Proposal & { seats: Seat[] }) | undefined,
  view: ProposalView | null,
): Card['threatens'] {
  const waiting = row.state === 'open' ? lines.filter((line) => line.deliveredAt === null) : lines;
  const customers = [...new Set(waiting.map((line) => line.customer))].sort();
  const valueUsd = Number(row.valueAtRisk);
  return {
    words:
      row.state === 'open'
        ? tellThreat(valueUsd, row.breachAt, customers.length)
        : `Nothing any more: everything has been delivered.`,
    valueAtRiskUsd: valueUsd,
    breachAt: row.breachAt.toISOString(),
    customers,
    lines: lines.map((line) => ({
      key: line.key,
      orderNumber: line.orderNumber,
      lineNumber: line.lineNumber,
      item: line.item,
      quantity: line.quantity,
      packUnit: line.packUnit,
      valueUsd: Number(line.value),
      customer: line.customer,
      dueAt: line.dueAt.toISOString(),
      deliveredAt: line.deliveredAt?.toISOString() ?? null,
      recordedAt: line.recordedAt?.toISOString() ?? null,
    })),
    byDay: latest && view ? agentNamed(latest.agent).projectRisk(latest.context, chosenOf(view), RISK_DAYS) : [],
  };
}

async function wrongOf(
  db: Database,
  scope: RegionScope,
  row: Disruption,
  view: ProposalView | null,
): Promise<Card['wrong']> {
  const none: Past = { decided: 0, inTime: 0, late: 0 };
  if (!view) return { words: 'Nothing was proposed, so nothing can go wrong with it.', past: none };
  const past = await findPast(db.prisma, {
    playbook: row.playbook,
    chosen: view.chosen,
    except: row.id,
    regions: scope.regions,
    limit: PAST_CASES,
  });
  const record = past.decided
    ? `Of this agent’s last ${plural(past.decided, 'case')} decided like this, ${past.inTime} came within the tolerance and ${past.late} did not.`
    : 'No case decided like this has ended yet.';
  return { words: record, past };
}

async function similarOf(db: Database, scope: RegionScope, row: Disruption): Promise<Card['similar']> {
  const rows = await db.prisma.disruption.findMany({
    where: { ...inScope(scope), id: { not: row.id }, state: 'closed', supplier: row.supplier },
    orderBy: { closedAt: 'desc' },
    take: 50,
  });
  const nearest = [...rows]
    .sort((a, b) => Number(b.destination === row.destination) - Number(a.destination === row.destination))
    .slice(0, SIMILAR_CASES);
  const ids = nearest.map(({ id }) => id);
  const [lines, decided] = await Promise.all([
    db.prisma.orderLine.findMany({ where: { disruptionId: { in: ids } } }),
    db.prisma.decision.findMany({
      where: { disruptionId: { in: ids }, kind: { in: ['auto', 'approve'] } },
      orderBy: { decidedAt: 'asc' },
    }),
  ]);
  const proposals = await db.prisma.proposal.findMany({
    where: { id: { in: decided.map(({ proposalId }) => proposalId) } },
  });
  const titles = new Map(proposals.map((proposal) => [proposal.id, chosenOf(readShown(proposal)).title]));
  const chosen = new Map(decided.map(({ disruptionId, proposalId }) => [disruptionId, titles.get(proposalId) ?? null]));
  return nearest.map(({ id, title, closedReason, closedAt }) => ({
    id,
    title,
    chosen: chosen.get(id) ?? null,
    ended: tellClosing(
      closedReason ?? '',
      lines.filter((line) => line.disruptionId === id),
    ),
    closedAt: closedAt?.toISOString() ?? null,
  }));
}

import { findTakenBack, signalName } from '../../audit/index.ts';
import { inScope, type RegionScope, regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import { plural } from '../../core/words.ts';
import type { Database } from '../../db/client.ts';
import type { Disruption, OrderLine, Prisma, Proposal, Seat } from '../../db/generated/client.ts';
import { signalWords } from '../../events/contracts/index.ts';
import { agentNamed, COLD_CHAIN, PLAYBOOK } from '../agents/index.ts';
import { chosenOf, readShown, viewOfProposal } from '../proposals/index.ts';
import type { ProposalView } from '../proposals/schema.ts';
import { CARD_SIGNALS, PAST_CASES, RISK_DAYS, SIMILAR_CASES } from './constants.ts';
import { findDecisions, viewOfDecision } from './find-decisions.ts';
import { judgeMay } from './judge-may.ts';
import { findNames, findPast, findWorldTimes, type Past } from './queries.ts';
import { findNotes, viewOfNote } from './read-notes.ts';
import { severityOf, stageOf } from './rules.ts';
import type { Card } from './schema.ts';
import { tellClosing, tellOverdue, tellThreat } from './tell-case.ts';
import { type Telling, tellWatched } from './tell-watched.ts';

/**
 * readCard gives one case in the order in which it is read: what happened, what it threatens, what is proposed and why,
 * what else, what if wrong, and what the reader may do about it.
 * @throws DomainError `forbidden`, `not_found` outside the reader's regions.
 */
export async function readCard(db: Database, ctx: Context, input: { id: string }): Promise<Card> {
  const person = requireRight(ctx.actor, 'disruption.read');
  const scope = regionScope(person);
  const { prisma } = db;
  const now = ctx.clock.now();
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
    findWorldTimes(prisma, now),
  ]);
  const [latest, ...earlier] = proposals;
  const names = await findNames(prisma, [row.ownerId, ...proposals.map(({ proposerId }) => proposerId)]);
  const view = latest ? viewOfProposal(latest, names) : null;
  const worldAt = worldOf(row.source);
  const newest = decisions[0];
  const held = row.state === 'open' ? await prisma.heldCase.findUnique({ where: { disruptionId: row.id } }) : null;
  return {
    id: row.id,
    title: row.title,
    playbook: row.playbook,
    state: row.state === 'open' ? 'open' : 'closed',
    stage: stageOf({
      state: row.state,
      proposalState: latest?.state ?? null,
      decision: newest ?? null,
      actionState: newest?.action?.state ?? null,
      held: held !== null,
    }),
    closed: closedOf(row, lines, worldAt),
    severity: severityOf(row.valueKnown ? Number(row.valueAtRisk) : null),
    region: row.region,
    source: row.source,
    owner: row.ownerId ? { id: row.ownerId, name: names.get(row.ownerId) ?? row.ownerId } : null,
    worldAt: worldAt.toISOString(),
    openedAt: row.openedAt.toISOString(),
    held: held?.words ?? null,
    notes: (await findNotes(db, row.id)).map(viewOfNote),
    happened: await happenedOf(db, row, lines, { worldAt, now }),
    threatens: threatensOf(row, lines, latest, view, worldAt),
    proposal: view,
    history: earlier.map((proposal) => viewOfProposal(proposal, names)),
    wrong: await wrongOf(db, scope, row, view),
    similar: await similarOf(db, scope, row, worldAt),
    decisions: decisions.map((decision) => viewOfDecision(decision)),
    may: judgeMay(person, row, latest ?? null, decisions, held?.words ?? null),
  };
}

function closedOf(row: Disruption, lines: OrderLine[], worldAt: Date): Card['closed'] {
  if (row.state === 'open' || !row.closedAt || !row.closedWorldAt) return null;
  const reason = row.closedReason as NonNullable<Card['closed']>['reason'];
  return {
    reason,
    words: tellWatched(row, worldAt)?.closed ?? tellClosing(reason, lines),
    at: row.closedAt.toISOString(),
    worldAt: row.closedWorldAt.toISOString(),
  };
}

async function happenedOf(
  db: Database,
  row: Disruption,
  lines: OrderLine[],
  { worldAt, now }: { worldAt: Date; now: Date },
): Promise<Card['happened']> {
  const told = tellWatched(row, worldAt, now);
  // Lines may have left the case, or changed their shipment since.
  const keys = [...new Set([...row.subjectKeys, ...lines.map((line) => line.shipmentKey)])];
  const where: Prisma.SignalWhereInput = { subjectKey: { in: keys }, ...(told ? { eventAt: spanOf(row) } : {}) };
  const signals = await db.prisma.signal.findMany({ where, orderBy: { seq: 'desc' }, take: CARD_SIGNALS });
  const taken = await findTakenBack(db, signals);
  return {
    words: happenedWords(row, told, lines, worldAt),
    figures: told?.figures ?? [],
    signals: signals.map((signal) => ({
      source: signal.source,
      id: signal.id,
      type: signal.type,
      eventAt: signal.eventAt.toISOString(),
      recordedAt: signal.recordedAt.toISOString(),
      receivedAt: signal.receivedAt.toISOString(),
      words: signalWords(signal),
      takenBack: taken.has(signalName(signal)),
    })),
    signalCount: signals.length < CARD_SIGNALS ? signals.length : await db.prisma.signal.count({ where }),
    newestSignalAt: signals[0]?.recordedAt.toISOString() ?? null,
  };
}

function happenedWords(row: Disruption, told: Telling | null, lines: OrderLine[], worldAt: Date): string {
  if (told) return row.state === 'open' ? told.happened : told.closed;
  if (row.state !== 'open') return tellClosing(row.closedReason ?? '', lines);
  return tellOverdue(row, worldAt, lines.filter((line) => line.deliveredAt === null).length);
}

/** The event times whose signals speak of a case: a stock from its first count on, an excursion while it lasts. */
const spanOf = (row: Disruption): { gte?: Date; lte?: Date } => ({
  ...(row.playbook === COLD_CHAIN ? { gte: row.occurredAt } : {}),
  ...(row.closedWorldAt ? { lte: row.closedWorldAt } : {}),
});

function threatensOf(
  row: Disruption,
  lines: OrderLine[],
  latest: (Proposal & { seats: Seat[] }) | undefined,
  view: ProposalView | null,
  worldAt: Date,
): Card['threatens'] {
  const told = tellWatched(row, worldAt);
  const waiting = row.state === 'open' ? lines.filter((line) => line.deliveredAt === null) : lines;
  const customers = [...new Set(waiting.map((line) => line.customer))].sort();
  const valueUsd = Number(row.valueAtRisk);
  return {
    words:
      row.state === 'open'
        ? (told?.threatens ?? tellThreat(valueUsd, row.breachAt, customers.length))
        : `Nothing any more: ${told ? 'its cause is gone' : 'everything has been delivered'}.`,
    valueAtRiskUsd: valueUsd,
    valueKnown: row.valueKnown,
    until: told?.until ?? 'first promise breaks',
    goods: told?.goods ?? null,
    breachAt: row.breachAt.toISOString(),
    customers: told?.customers ?? customers,
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
  if (row.playbook !== PLAYBOOK)
    return { words: wrongWords(past.decided, chosenOf(view)), past: { ...past, decided: 0 } };
  const record = past.decided
    ? `Of this agent’s last ${plural(past.decided, 'case')} decided like this, ${past.inTime} came within the tolerance and ${past.late} did not.`
    : 'No case decided like this has ended yet.';
  return { words: record, past };
}

/** What if it turns out wrong, for what has no delivery to be judged by: how many like it ended, and what can be undone. */
const wrongWords = (ended: number, { reversible }: ReturnType<typeof chosenOf>): string =>
  `${ended ? `${plural(ended, 'case')} decided like this ${ended === 1 ? 'has' : 'have'} closed.` : 'No case decided like this has ended yet.'} ${reversible.words}`;

async function similarOf(db: Database, scope: RegionScope, row: Disruption, worldAt: Date): Promise<Card['similar']> {
  const rows = await db.prisma.disruption.findMany({
    where: {
      ...inScope(scope),
      id: { not: row.id },
      state: 'closed',
      playbook: row.playbook,
      ...(row.playbook === PLAYBOOK ? { supplier: row.supplier } : {}),
    },
    orderBy: { closedAt: 'desc' },
    take: 50,
  });
  const nearest = [...rows].sort((a, b) => Number(isNear(b, row)) - Number(isNear(a, row))).slice(0, SIMILAR_CASES);
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
  return nearest.map(({ id, title, closedReason, closedAt, ...rest }) => ({
    id,
    title,
    chosen: chosen.get(id) ?? null,
    ended:
      tellWatched({ ...rest, closedReason }, worldAt)?.closed ??
      tellClosing(
        closedReason ?? '',
        lines.filter((line) => line.disruptionId === id),
      ),
    closedAt: closedAt?.toISOString() ?? null,
  }));
}

/** Whether two cases are about the same place: the same destination, the same thing. */
const isNear = (a: Disruption, b: Disruption): boolean =>
  b.playbook === PLAYBOOK ? a.destination === b.destination : a.shipment === b.shipment;

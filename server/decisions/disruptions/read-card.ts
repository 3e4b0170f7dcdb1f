import { findTakenBack, signalName } from '../../audit/index.ts';
import { actorIds, findNames, nameOf } from '../../auth/find-names.ts';
import { inScope, type RegionScope, regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { plural } from '../../core/words.ts';
import type { Database } from '../../db/client.ts';
import type { Disruption, OrderLine, Prisma, Proposal, Seat } from '../../db/generated/client.ts';
import { signalWords } from '../../events/contracts/index.ts';
import { agentNamed, COLD_CHAIN, PLAYBOOK } from '../agents/index.ts';
import { chosenOf, readableView } from '../proposals/index.ts';
import type { ProposalView } from '../proposals/schema.ts';
import {
  CARD_CUSTOMERS,
  CARD_LINES,
  CARD_SIGNALS,
  PAST_CASES,
  RISK_DAYS,
  SIGNALS_COUNTED,
  SIMILAR_CASES,
} from './constants.ts';
import { findDecisions, findReleased, viewOfDecision } from './find-decisions.ts';
import { findLines, type LineSums, sumLines, tellEnding, viewOfLine } from './find-deliveries.ts';
import { judgeMay, permissionFor } from './judge-may.ts';
import { findCase, findPast, findUnstarted, findWorldTimes, type Past } from './queries.ts';
import { findCorrections, viewOfNote } from './read-notes.ts';
import { severityOf, stageOf } from './rules.ts';
import type { Card } from './schema.ts';
import { tellClosing, tellOverdue, tellThreat } from './tell-case.ts';
import { type Telling, tellWatched, UNREADABLE_PROPOSAL } from './tell-watched.ts';

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
  const row = await findCase(prisma, scope, input.id);
  const [sums, lines, latest, [newest], worldOf, held, corrections] = await Promise.all([
    sumLines(prisma, [row.id]).then((of) => of(row.id)),
    findLines(prisma, row.id, { start: 0, limit: CARD_LINES }),
    prisma.proposal.findFirst({
      where: { disruptionId: row.id },
      orderBy: { revision: 'desc' },
      include: { seats: { orderBy: { at: 'asc' } }, revoked: { orderBy: { revokedAt: 'asc' } } },
    }),
    findDecisions(prisma, { disruptionId: row.id }, 1),
    findWorldTimes(prisma, now),
    row.state === 'open' ? prisma.heldCase.findUnique({ where: { disruptionId: row.id } }) : null,
    findCorrections(db, row.id),
  ]);
  const [ofLatest] =
    latest && newest?.proposalId !== latest.id ? await findDecisions(prisma, { proposalId: latest.id }) : [newest];
  const names = await findNames(prisma, [
    row.ownerId,
    ...(latest ? [latest.proposerId, ...[...latest.seats, ...latest.revoked].map(({ userId }) => userId)] : []),
    ...(newest ? actorIds([newest]) : []),
  ]);
  const view = latest ? readableView(latest, names) : null;
  const worldAt = worldOf(row.source);
  const why = unreadable(row, latest, view, worldAt);
  const heldWords = held?.words ?? why;
  const unstarted = newest?.saga && !newest.action ? await findUnstarted(prisma, newest.id) : null;
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
      held: (heldWords ?? unstarted) !== null,
    }),
    closed: closedOf(row, sums, worldAt),
    severity: severityOf(row.valueKnown ? Number(row.valueAtRisk) : null),
    region: row.region,
    source: row.source,
    owner: row.ownerId ? { id: row.ownerId, name: nameOf(names, row.ownerId) } : null,
    worldAt: worldAt.toISOString(),
    openedAt: row.openedAt.toISOString(),
    held: heldWords ?? unstarted,
    heldBy: held?.kind === 'models' ? 'models' : heldWords ? 'unreadable' : unstarted ? 'not-started' : null,
    readAgain: held?.kind === 'unreadable' || why ? permissionFor(person, 'disruption.read-again') : null,
    corrections: corrections.map(viewOfNote),
    happened: await happenedOf(db, row, sums, { worldAt, now }),
    threatens: threatensOf(row, { sums, lines, latest, view, worldAt }),
    proposal: view,
    wrong: await wrongOf(db, scope, row, view),
    similar: await similarOf(db, scope, row, worldAt),
    decision: newest ? viewOfDecision(newest, names) : null,
    may: judgeMay(person, row, view ? latest : null, ofLatest ?? null, heldWords),
  };
}

/** Why an open case cannot be read as it is stored, whether or not it has been set aside yet; null where it can. */
function unreadable(row: Disruption, latest: Proposal | null, view: ProposalView | null, worldAt: Date): string | null {
  if (row.state !== 'open') return null;
  if (latest?.state === 'open' && !view) return UNREADABLE_PROPOSAL;
  return tellWatched(row, worldAt)?.unreadable ?? null;
}

/** Risk by day; none where the context of the proposal cannot be read by the agent of this build. */
function projectedRisk({ agent, context }: Proposal, view: ProposalView): Card['threatens']['byDay'] {
  try {
    return agentNamed(agent).projectRisk(context, chosenOf(view), RISK_DAYS);
  } catch {
    return [];
  }
}

function closedOf(row: Disruption, sums: LineSums, worldAt: Date): Card['closed'] {
  if (row.state === 'open' || !row.closedAt || !row.closedWorldAt) return null;
  const reason = row.closedReason as NonNullable<Card['closed']>['reason'];
  return {
    reason,
    words: tellEnding(row, sums, worldAt),
    at: row.closedAt.toISOString(),
    worldAt: row.closedWorldAt.toISOString(),
  };
}

async function happenedOf(
  db: Database,
  row: Disruption,
  sums: LineSums,
  { worldAt, now }: { worldAt: Date; now: Date },
): Promise<Card['happened']> {
  const told = tellWatched(row, worldAt, now);
  // Lines may have left the case, or changed their shipment since.
  const keys = [...new Set([...row.subjectKeys, ...sums.shipmentKeys])];
  const where: Prisma.SignalWhereInput = { subjectKey: { in: keys }, ...(told ? { eventAt: spanOf(row) } : {}) };
  const signals = await db.prisma.signal.findMany({ where, orderBy: { seq: 'desc' }, take: CARD_SIGNALS });
  const taken = await findTakenBack(db, signals);
  // Counted no further than a person would read.
  const counted =
    signals.length < CARD_SIGNALS
      ? signals.length
      : (await db.prisma.signal.findMany({ where, select: { seq: true }, take: SIGNALS_COUNTED + 1 })).length;
  return {
    words: happenedWords(row, told, sums, worldAt),
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
    signalCount: Math.min(counted, SIGNALS_COUNTED),
    signalsMore: counted > SIGNALS_COUNTED,
    newestSignalAt: signals[0]?.recordedAt.toISOString() ?? null,
  };
}

function happenedWords(row: Disruption, told: Telling | null, sums: LineSums, worldAt: Date): string {
  if (told) return row.state === 'open' ? told.happened : told.closed;
  if (row.state !== 'open') return tellClosing(row.closedReason ?? '', sums);
  return tellOverdue(row, worldAt, sums.undelivered);
}

/** The event times whose signals speak of a case: a stock from its first count on, an excursion while it lasts. */
const spanOf = (row: Disruption): { gte?: Date; lte?: Date } => ({
  ...(row.playbook === COLD_CHAIN ? { gte: row.occurredAt } : {}),
  ...(row.closedWorldAt ? { lte: row.closedWorldAt } : {}),
});

type Threat = {
  sums: LineSums;
  /** The first due. */
  lines: OrderLine[];
  latest: (Proposal & { seats: Seat[] }) | null;
  view: ProposalView | null;
  worldAt: Date;
};

function threatensOf(row: Disruption, { sums, lines, latest, view, worldAt }: Threat): Card['threatens'] {
  const told = tellWatched(row, worldAt);
  const valueUsd = Number(row.valueAtRisk);
  return {
    words:
      row.state === 'open'
        ? (told?.threatens ?? tellThreat(valueUsd, row.breachAt, sums.customerCount))
        : `Nothing any more: ${told ? 'its cause is gone' : 'everything has been delivered'}.`,
    valueAtRiskUsd: valueUsd,
    valueKnown: row.valueKnown,
    until: told?.until ?? 'first promise breaks',
    goods: told?.goods?.slice(0, CARD_LINES) ?? null,
    goodsCount: told?.goods?.length ?? 0,
    breachAt: row.breachAt.toISOString(),
    customers: told?.customers.slice(0, CARD_CUSTOMERS) ?? sums.customers,
    customerCount: told?.customers.length ?? sums.customerCount,
    lines: lines.map(viewOfLine),
    lineCount: sums.lines,
    byDay: latest && view ? projectedRisk(latest, view) : [],
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
  const [sumsOf, released] = await Promise.all([sumLines(db.prisma, ids), findReleased(db.prisma, ids)]);
  return nearest.map((near) => ({
    id: near.id,
    title: near.title,
    chosen: released.get(near.id) ?? null,
    ended: tellEnding(near, sumsOf(near.id), worldAt),
    closedAt: near.closedAt?.toISOString() ?? null,
  }));
}

/** Whether two cases are about the same place: the same destination, the same thing. */
const isNear = (a: Disruption, b: Disruption): boolean =>
  b.playbook === PLAYBOOK ? a.destination === b.destination : a.shipment === b.shipment;

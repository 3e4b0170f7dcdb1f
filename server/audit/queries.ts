import type { z } from 'zod';
import { actorIds, actorsOf, findNames } from '../auth/find-names.ts';
import { inScope, type RegionScope, regionScope, requireRight } from '../auth/rights.ts';
import type { Context } from '../core/context.ts';
import { notFound } from '../core/errors.ts';
import type { Database } from '../db/client.ts';
import { buildChain } from './build-chain.ts';
import { findEvaluations } from './find-evaluations.ts';
import { findSignals } from './find-signals.ts';
import type { auditListSchema, Trace } from './schema.ts';

const PAGE = 50;

/** Decisions, newest first, with how many audit entries stand behind each. `before` is the id to continue after. */
export async function listAudit(
  db: Database,
  ctx: Context,
  input: { search?: string | undefined; before?: string | undefined },
): Promise<z.infer<typeof auditListSchema>> {
  const scope = regionScope(requireRight(ctx.actor, 'audit.read'));
  const found = input.search ? await disruptionsLike(db, scope, input.search) : null;
  const decisions = await db.prisma.decision.findMany({
    where: {
      ...inScope(scope),
      ...(input.before ? { id: { lt: input.before } } : {}),
      ...(found ? { disruptionId: { in: found } } : {}),
    },
    orderBy: { id: 'desc' },
    take: PAGE + 1,
  });
  const page = decisions.slice(0, PAGE);
  const disruptions = await db.prisma.disruption.findMany({
    where: { id: { in: page.map((decision) => decision.disruptionId) } },
    select: { id: true, title: true },
  });
  const titles = new Map(disruptions.map((disruption) => [disruption.id, disruption.title]));
  const counts = await db.prisma.auditEntry.groupBy({
    by: ['disruptionId'],
    where: { disruptionId: { in: [...titles.keys()] } },
    _count: true,
  });
  const names = await findNames(db.prisma, actorIds(page));
  const entries = new Map(counts.map((count) => [count.disruptionId, count._count]));
  return {
    decisions: page.map((decision) => ({
      id: decision.id,
      disruptionId: decision.disruptionId,
      title: titles.get(decision.disruptionId) ?? decision.disruptionId,
      kind: decision.kind,
      actors: actorsOf(decision, names).map(({ name }) => name),
      decidedAt: decision.decidedAt.toISOString(),
      policyVersion: decision.policyVersion,
      entries: entries.get(decision.disruptionId) ?? 0,
    })),
    nextBefore: decisions.length > PAGE ? (page.at(-1)?.id ?? null) : null,
  };
}

async function disruptionsLike(db: Database, scope: RegionScope, search: string): Promise<string[]> {
  const contains = { contains: search, mode: 'insensitive' as const };
  const rows = await db.prisma.disruption.findMany({
    where: {
      ...inScope(scope),
      OR: [{ title: contains }, { shipment: contains }, { supplier: contains }, { destination: contains }],
    },
    select: { id: true },
    orderBy: { openedAt: 'desc' },
    take: 500,
  });
  return rows.map((row) => row.id);
}

/**
 * The chain behind one decision, from the signals to the roll-back, each link with its audit entries.
 * @throws DomainError `not_found` outside the reader's regions.
 */
export async function readTrace(db: Database, ctx: Context, input: { decisionId: string }): Promise<Trace> {
  const scope = regionScope(requireRight(ctx.actor, 'audit.read'));
  const decision = await db.prisma.decision.findFirst({ where: { id: input.decisionId, ...inScope(scope) } });
  if (!decision) throw notFound('This decision');
  const [disruption, action, lines, own, released] = await Promise.all([
    db.prisma.disruption.findUniqueOrThrow({ where: { id: decision.disruptionId } }),
    db.prisma.action.findUnique({
      where: { decisionId: decision.id },
      include: { steps: { orderBy: { position: 'asc' } } },
    }),
    db.prisma.orderLine.findMany({ where: { disruptionId: decision.disruptionId } }),
    db.prisma.auditEntry.findMany({
      where: { disruptionId: decision.disruptionId },
      orderBy: { seq: 'asc' },
      take: 2000,
    }),
    db.prisma.auditEntry.findMany({
      where: { entity: 'policy', entityId: String(decision.policyVersion) },
      orderBy: { seq: 'asc' },
    }),
  ]);
  const signals = await findSignals(db, disruption, lines, decision.decidedAt);
  const evaluated = await findEvaluations(db, signals);

  const entries = [...evaluated, ...released, ...own];
  const people = entries.filter(({ actorKind }) => actorKind === 'person').map(({ actorId }) => actorId);
  const names = await findNames(db.prisma, people);

  const chain = buildChain({ decision, disruption, action, signals, entries, names });
  const missing = chain.filter((link) => !link.present).map((link) => link.link);
  return {
    decisionId: decision.id,
    disruptionId: disruption.id,
    actionId: action?.id ?? null,
    title: disruption.title,
    decidedAt: decision.decidedAt.toISOString(),
    chain,
    complete: missing.length === 0,
    missing,
  };
}

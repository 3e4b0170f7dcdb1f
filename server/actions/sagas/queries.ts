import { z } from 'zod';
import { type Names, nameOf } from '../../auth/find-names.ts';
import { inScope, type RegionScope } from '../../auth/rights.ts';
import { notFound } from '../../core/errors.ts';
import type { Database } from '../../db/client.ts';
import type { Prisma } from '../../db/generated/client.ts';
import type { Tx } from '../../db/transaction.ts';
import type { ActionRef } from './plane.ts';
import { idempotencyKey, waitsForPerson } from './rules.ts';
import type { Active } from './runtime.ts';
import { type ActionRow, actionStateSchema, type StepView, stepViewSchema } from './schema.ts';

/** Actions that a list shows at most; older ones are found through their case. */
const LIST_MAX = 500;
export const ACTIVE = ['grace', 'running', 'compensating'];

const inputSchema = z.object({ costUsd: z.number() });
const wordsSchema = z.object({ words: z.string() });
const refusalSchema = z.object({ reason: z.string() });

type ActionWithSteps = Prisma.ActionGetPayload<{ include: { steps: true } }>;
type StepRow = ActionWithSteps['steps'][number];

/** What a list shows of an action. */
export function actionRowOf(action: ActionWithSteps): ActionRow {
  return {
    id: action.id,
    title: action.title,
    saga: action.saga,
    state: actionStateSchema.parse(action.state),
    disruptionId: action.disruptionId,
    decisionId: action.decisionId,
    region: action.region,
    costUsd: inputSchema.safeParse(action.input).data?.costUsd ?? 0,
    stepsDone: action.steps.filter((step) => step.state === 'done').length,
    steps: action.steps.length,
    createdAt: action.createdAt.toISOString(),
    graceUntil: action.graceUntil.toISOString(),
    finishedAt: action.finishedAt?.toISOString() ?? null,
  };
}

/** What the screen of an action shows of one step. */
export function stepViewOf(step: StepRow, names: Names): StepView {
  return stepViewSchema.parse({
    key: step.key,
    position: step.position,
    title: step.title,
    undoTitle: step.undoTitle,
    kind: step.kind,
    system: step.system,
    state: step.state,
    attempts: step.attempts,
    undoAttempts: step.undoAttempts,
    answer: wordsSchema.safeParse(step.response).data?.words ?? null,
    undoAnswer:
      wordsSchema.safeParse(step.undoResponse).data?.words ??
      refusalSchema.safeParse(step.undoResponse).data?.reason ??
      null,
    error: step.error,
    idempotencyKey: idempotencyKey(step.actionId, step.key, 'do'),
    reversibleUntil: step.reversibleUntil?.toISOString() ?? null,
    startedAt: step.startedAt?.toISOString() ?? null,
    finishedAt: step.finishedAt?.toISOString() ?? null,
    undoneAt: step.undoneAt?.toISOString() ?? null,
    closed: step.closedBy === null ? null : { by: nameOf(names, step.closedBy), note: step.closedNote ?? '' },
  });
}

/** Actions in scope, newest first. */
export async function findActions(
  db: Database,
  scope: RegionScope,
  filter: 'active' | 'all' | 'needs-person',
): Promise<ActionWithSteps[]> {
  const state = filter === 'active' ? { in: ACTIVE } : filter === 'needs-person' ? 'needs_person' : undefined;
  return db.prisma.action.findMany({
    where: { ...inScope(scope), ...(state ? { state } : {}) },
    include: { steps: { orderBy: { position: 'asc' } } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: LIST_MAX,
  });
}

/** One action in scope with its steps in order. @throws DomainError `not_found`. */
export async function fetchAction(db: Database | Tx, scope: RegionScope, id: string): Promise<ActionWithSteps> {
  const client = 'prisma' in db ? db.prisma : db;
  const found = await client.action.findFirst({
    where: { id, ...inScope(scope) },
    include: { steps: { orderBy: { position: 'asc' } } },
  });
  if (!found) throw notFound('This action');
  return found;
}

/**
 * Decisions of a kind that acts, made at or after `since` (wall time), which have no action yet. Oldest first; one that could not be
 * started is left out until it is to be tried again.
 */
export async function findUnscheduled(db: Database, since: Date, now: Date, limit: number): Promise<string[]> {
  const { rows } = await db.pool.query<{ id: string }>(
    `SELECT d.id FROM decision d
     WHERE d.saga IS NOT NULL AND d.kind IN ('auto', 'approve') AND d.decided_at >= $1
       AND NOT EXISTS (SELECT FROM action a WHERE a.decision_id = d.id)
       AND NOT EXISTS (SELECT FROM unstarted_decision u WHERE u.decision_id = d.id AND u.next_at > $3)
     ORDER BY d.decided_at, d.id LIMIT $2`,
    [since, limit, now],
  );
  return rows.map((row) => row.id);
}

/** Decisions that could not be started and are to be tried again by now, however old they are. */
export async function findToStartAgain(db: Database, now: Date, limit: number): Promise<string[]> {
  const rows = await db.prisma.unstartedDecision.findMany({
    where: { nextAt: { lte: now } },
    orderBy: { nextAt: 'asc' },
    take: limit,
    select: { decisionId: true },
  });
  return rows.map(({ decisionId }) => decisionId);
}

/** A page of the actions that a workflow should be driving now, by id, after the last of the page before. */
export async function findActive(db: Database, after: string, limit: number): Promise<Active[]> {
  return db.prisma.action.findMany({
    where: { state: { in: ACTIVE }, id: { gt: after } },
    orderBy: { id: 'asc' },
    take: limit,
    select: { id: true, state: true, rollbackRun: true },
  });
}

/** Actions that are being rolled back: asked for by a person, maybe where no workflow runs. */
export async function findRollingBack(db: Database, limit: number): Promise<Active[]> {
  return db.prisma.action.findMany({
    where: { state: 'compensating', rollbackRun: { gt: 0 } },
    orderBy: { id: 'asc' },
    take: limit,
    select: { id: true, state: true, rollbackRun: true },
  });
}

/** Actions stopped before dispatch whose grace period still lasts: their workflows wait for nothing. */
export async function findStopping(db: Database, now: Date): Promise<ActionRef[]> {
  const rows = await db.prisma.action.findMany({
    where: { state: 'stopped', graceUntil: { gt: now } },
    select: { id: true, decisionId: true, disruptionId: true, region: true },
  });
  return rows.map(({ id, ...ref }) => ({ actionId: id, ...ref }));
}

/** Keys of the steps of an action that still wait for a person. */
export const openSteps = (action: ActionWithSteps): string[] =>
  action.steps.filter(waitsForPerson).map((step) => step.key);

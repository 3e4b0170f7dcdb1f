import type { z } from 'zod';
import { actorIds, actorsOf, findNames, nameOf } from '../../auth/find-names.ts';
import { regionScope, requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { actionRowOf, fetchAction, stepViewOf } from './queries.ts';
import { findRelease } from './require-reversal.ts';
import { closeRefusal, reversalRefusal, rollbackRefusal, undoRefusal } from './rules.ts';
import { type ActionView, actionIdInput } from './schema.ts';

/** One action as its screen shows it, with what this person may do now. @throws DomainError `forbidden`, `not_found`. */
export async function readAction(
  db: Database,
  ctx: Context,
  input: z.input<typeof actionIdInput>,
): Promise<ActionView> {
  const person = requireRight(ctx.actor, 'action.read');
  const { actionId } = actionIdInput.parse(input);
  const action = await fetchAction(db, regionScope(person), actionId);
  const [decision, disruption, release] = await Promise.all([
    db.prisma.decision.findUnique({
      where: { id: action.decisionId },
      select: { actors: true, policyVersion: true },
    }),
    db.prisma.disruption.findUnique({ where: { id: action.disruptionId }, select: { title: true } }),
    findRelease(db.prisma, action.decisionId),
  ]);
  const reversal = reversalRefusal(person, release)?.words ?? null;
  const row = actionRowOf(action);
  const state = { state: row.state, graceUntil: action.graceUntil };
  const closers = action.steps.map(({ closedBy }) => closedBy);
  const names = await findNames(db.prisma, [action.rollbackBy, ...closers, ...(decision ? actorIds([decision]) : [])]);
  return {
    ...row,
    sagaVersion: action.sagaVersion,
    disruptionTitle: disruption?.title ?? action.title,
    decidedBy: decision ? actorsOf(decision, names).map(({ name }) => name) : [],
    detail: action.detail,
    rollbackBy: action.rollbackBy && nameOf(names, action.rollbackBy),
    dispatchedAt: action.dispatchedAt?.toISOString() ?? null,
    steps: action.steps.map((step) => stepViewOf(step, names)),
    may: {
      undo: permission(reversal ?? undoRefusal(state, ctx.clock.now())),
      rollback: permission(reversal ?? rollbackRefusal(state)),
      close: permission(reversal ?? closeRefusal(state)),
    },
  };
}

const permission = (why: string | null) => ({ allowed: why === null, why });

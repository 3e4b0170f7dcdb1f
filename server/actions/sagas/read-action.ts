import type { z } from 'zod';
import { actorIds, actorsOf, findNames, nameOf } from '../../auth/find-names.ts';
import { may, type Right, regionScope, requireRight } from '../../auth/rights.ts';
import type { Context, Person } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { actionRowOf, fetchAction, stepViewOf } from './queries.ts';
import { closeRefusal, rollbackRefusal, undoRefusal } from './rules.ts';
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
  const [decision, disruption] = await Promise.all([
    db.prisma.decision.findUnique({
      where: { id: action.decisionId },
      select: { actors: true, policyVersion: true },
    }),
    db.prisma.disruption.findUnique({ where: { id: action.disruptionId }, select: { title: true } }),
  ]);
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
      undo: permission(person, 'action.undo', undoRefusal(state, ctx.clock.now())),
      rollback: permission(person, 'action.rollback', rollbackRefusal(state)),
      close: permission(person, 'action.close-step', closeRefusal(state)),
    },
  };
}

function permission(person: Person, right: Right, refusal: string | null) {
  const why = may(person.roles, right) ? refusal : 'Your role does not allow this.';
  return { allowed: why === null, why };
}

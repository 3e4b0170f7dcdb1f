import { z } from 'zod';
import { may, type Right, regionScope, requireRight } from '../../auth/rights.ts';
import type { Context, Person } from '../../core/context.ts';
import type { Database } from '../../db/client.ts';
import { actionRowOf, fetchAction, stepViewOf } from './queries.ts';
import { closeRefusal, rollbackRefusal, undoRefusal } from './rules.ts';
import { type ActionView, actionIdInput } from './schema.ts';

const actorsSchema = z.array(z.object({ id: z.string(), name: z.string().optional() }));

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
    db.prisma.decision.findUnique({ where: { id: action.decisionId }, select: { kind: true, actors: true } }),
    db.prisma.disruption.findUnique({ where: { id: action.disruptionId }, select: { title: true } }),
  ]);
  const row = actionRowOf(action);
  const state = { state: row.state, graceUntil: action.graceUntil };
  const actors = actorsSchema.safeParse(decision?.actors).data ?? [];
  return {
    ...row,
    sagaVersion: action.sagaVersion,
    disruptionTitle: disruption?.title ?? action.title,
    decidedBy: actors.length
      ? actors.map((actor) => actor.name ?? actor.id)
      : [decision?.kind === 'auto' ? 'policy' : 'unknown'],
    detail: action.detail,
    dispatchedAt: action.dispatchedAt?.toISOString() ?? null,
    steps: action.steps.map(stepViewOf),
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

import { ZodError } from 'zod';
import type { Context } from '../../core/context.ts';
import { newId } from '../../core/ids.ts';
import type { Database } from '../../db/client.ts';
import { Prisma } from '../../db/generated/client.ts';
import { withTransaction } from '../../db/transaction.ts';
import type { Saga } from './definition.ts';
import { recordChange } from './record-change.ts';
import type { Registry } from './registry.ts';
import type { Active } from './runtime.ts';

type Opened = ReturnType<Saga['open']> & { version: number; refusal: string | null };

/** Opens the saga of a decision. What cannot be opened becomes an action that has failed, for people to see. */
function openSaga(registry: Registry, name: string, input: unknown): Opened {
  const refuse = (refusal: string): Opened => ({
    title: `${name}: not started`,
    costUsd: 0,
    steps: [],
    version: 0,
    refusal,
  });
  const saga = registry.newest(name);
  if (!saga) return refuse(`This build has no saga called ${name}. Nothing was changed.`);
  try {
    return { ...saga.open(input), version: saga.version, refusal: null };
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const where = error.issues.map((issue) => issue.path.join('.') || 'the whole').join(', ');
    return refuse(`The decision does not hold what ${name} is started with (${where}). Nothing was changed.`);
  }
}

/**
 * Writes the action of a decision with its steps, all pending; Undo stops it for `graceSeconds` of wall time.
 * A decision is used once: a second call, also at the same time, changes nothing.
 * @returns the action when this call wrote it and its workflow is to be started, else null.
 */
export async function scheduleAction(
  db: Database,
  ctx: Context,
  how: { registry: Registry; graceSeconds: number },
  decisionId: string,
): Promise<Active | null> {
  const decision = await db.prisma.decision.findUnique({ where: { id: decisionId } });
  if (!decision?.saga || (decision.kind !== 'auto' && decision.kind !== 'approve')) return null;
  const opened = openSaga(how.registry, decision.saga, decision.sagaInput);
  const now = ctx.clock.now();
  const id = newId();
  const state = opened.refusal ? 'failed' : 'grace';
  const ref = { actionId: id, decisionId, disruptionId: decision.disruptionId, region: decision.region };
  try {
    await withTransaction(db, async (tx) => {
      await tx.action.create({
        data: {
          id,
          decisionId,
          disruptionId: decision.disruptionId,
          region: decision.region,
          saga: decision.saga ?? '',
          sagaVersion: opened.version,
          title: opened.title,
          input: decision.sagaInput ?? Prisma.JsonNull,
          state,
          graceUntil: new Date(now.getTime() + how.graceSeconds * 1_000),
          createdAt: now,
          detail: opened.refusal,
          finishedAt: opened.refusal ? now : null,
        },
      });
      await tx.actionStep.createMany({
        data: opened.steps.map((step) => ({
          actionId: id,
          key: step.key,
          position: step.position,
          title: step.title,
          kind: step.kind,
          system: step.system,
          state: 'pending',
          undoTitle: step.undo?.title ?? null,
        })),
      });
      await tx.unstartedDecision.deleteMany({ where: { decisionId } });
      await recordChange(tx, ctx, ref, {
        action: opened.refusal ? 'action.failed' : 'action.scheduled',
        meaning: opened.refusal ?? `${opened.title}. Undo stops it for ${how.graceSeconds} s.`,
        after: { state, saga: decision.saga, sagaVersion: opened.version, steps: opened.steps.map((step) => step.key) },
      });
    });
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') return null;
    throw error;
  }
  return opened.refusal ? null : { id, state, rollbackRun: 0 };
}

import type { AuditAction } from '../../audit/actions.ts';
import type { ActionRef, Plane } from './plane.ts';
import { recordChange } from './record-change.ts';
import type { ActionState } from './schema.ts';

/**
 * Moves an action from one of the expected states to another, in words. Without effect when it has moved already, so
 * that it is safe to run twice. A final state sets the time at which it finished.
 */
export async function moveAction(
  plane: Plane,
  ref: ActionRef,
  move: { from: ActionState[]; to: ActionState; action: AuditAction; meaning: string; detail?: string | null },
): Promise<boolean> {
  const final = move.to !== 'compensating';
  return plane.transaction(async (tx) => {
    const before = await tx.action.findUniqueOrThrow({ where: { id: ref.actionId }, select: { state: true } });
    const { count } = await tx.action.updateMany({
      where: { id: ref.actionId, state: { in: move.from } },
      data: {
        state: move.to,
        ...(move.detail === undefined ? {} : { detail: move.detail }),
        ...(final ? { finishedAt: plane.clock.now() } : {}),
      },
    });
    if (count === 0) return false;
    await recordChange(tx, plane.ctx, ref, {
      action: move.action,
      meaning: move.meaning,
      before: { state: before.state },
      after: { state: move.to },
    });
    return true;
  });
}

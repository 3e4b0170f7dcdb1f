import type { AuditAction } from '../../audit/actions.ts';
import { changeRow } from './change-row.ts';
import type { ActionRef, Plane } from './plane.ts';
import type { ActionState } from './schema.ts';

/**
 * Moves an action from the expected state to another, in words. Without effect when it has moved already, so that it is
 * safe to run twice. A final state sets the time at which it finished.
 * @returns whether it was moved.
 */
export function moveAction(
  plane: Plane,
  ref: ActionRef,
  move: { from: ActionState; to: ActionState; action: AuditAction; meaning: string; detail: string | null },
): Promise<boolean> {
  const now = plane.clock.now();
  const open = move.to === 'running' || move.to === 'compensating';
  return changeRow(
    plane,
    ref,
    {
      name: 'move-action',
      sql: `UPDATE action
            SET state = $3, detail = $4, finished_at = $5::timestamptz, dispatched_at = coalesce($6::timestamptz, dispatched_at)
            WHERE id = $1 AND state = $2`,
      values: [ref.actionId, move.from, move.to, move.detail, open ? null : now, move.to === 'running' ? now : null],
    },
    { action: move.action, meaning: move.meaning, before: { state: move.from }, after: { state: move.to } },
  );
}

/** Asks a running action to stop: no further step begins, and what ran is undone. A step under way ends first. */
export const stopRunning = (plane: Plane, ref: ActionRef): Promise<boolean> =>
  moveAction(plane, ref, {
    from: 'running',
    to: 'compensating',
    action: 'action.compensating',
    meaning: 'It was asked to stop; what ran is being undone.',
    detail: 'It was stopped before its end.',
  });

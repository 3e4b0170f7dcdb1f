export { PLANE_ACTOR } from './constants.ts';
export { countActions } from './count-actions.ts';
export type { BoundStep } from './definition.ts';
export { listActions } from './list-actions.ts';
export { noteUnstarted } from './note-unstarted.ts';
export { pageActions } from './page-actions.ts';
export type { Plane } from './plane.ts';
export {
  fetchAction,
  findActive,
  findRollingBack,
  findStopping,
  findToStartAgain,
  findUnscheduled,
  openSteps,
} from './queries.ts';
export { readAction } from './read-action.ts';
export { recordChange } from './record-change.ts';
export { createRegistry, type Registry } from './registry.ts';
export { requireReversal } from './require-reversal.ts';
export { closeRefusal, idempotencyKey, rollbackRefusal, waitsForPerson } from './rules.ts';
export { createSagaRuntime, type SagaRuntime } from './runtime.ts';
export { scheduleAction } from './schedule-action.ts';
export { undoAction } from './undo-action.ts';

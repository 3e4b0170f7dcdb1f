export { type ActionDeps, createActionPlane } from './create-action-plane.ts';
export { closeStep, planRollback, rollBackAction } from './rollback/index.ts';
export {
  countActions,
  findActive,
  findRollingBack,
  findStopping,
  findToStartAgain,
  findUnscheduled,
  listActions,
  noteUnstarted,
  PLANE_ACTOR,
  pageActions,
  readAction,
  scheduleAction,
  undoAction,
} from './sagas/index.ts';

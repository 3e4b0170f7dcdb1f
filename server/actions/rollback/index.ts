export { closeStep } from './close-step.ts';
export { planRollback } from './plan-rollback.ts';
export { rollBackAction } from './roll-back-action.ts';

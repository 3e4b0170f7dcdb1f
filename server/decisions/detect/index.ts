export { DECIDE } from './constants.ts';
export { type Evaluated, evaluateBatch, hasWork, LeaseLost } from './evaluate-batch.ts';
export { revalidateCases } from './revalidate-cases.ts';

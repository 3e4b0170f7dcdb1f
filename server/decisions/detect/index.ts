export { DECIDE } from './constants.ts';
export { type Evaluated, evaluateBatch } from './evaluate-batch.ts';
export { findStale, findWork } from './find-work.ts';
export { LeaseLost } from './lock-place.ts';
export { changeNoise, listNoise, seedNoise, tryNoise } from './noise/index.ts';
export { revalidateCases } from './revalidate-cases.ts';

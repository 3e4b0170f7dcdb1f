export { DECIDE } from './constants.ts';
export { type Evaluated, evaluateBatch } from './evaluate-batch.ts';
export { evaluateNext } from './evaluate-next.ts';
export { findStale, findWork } from './find-work.ts';
export { LeaseLost } from './lock-place.ts';
export { changeNoise, listNoise, seedNoise, tryNoise } from './noise/index.ts';
export { reevaluateSignal } from './reevaluate-signal.ts';
export { revalidateCases } from './revalidate-cases.ts';
export { type Gauge, openGauge } from './size-batch.ts';

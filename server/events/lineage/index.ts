export { traceSignal } from './queries.ts';

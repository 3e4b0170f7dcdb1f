export { listRunEvents } from './list-run-events.ts';
export { readLineage } from './read-lineage.ts';
export { traceSignal } from './trace-signal.ts';

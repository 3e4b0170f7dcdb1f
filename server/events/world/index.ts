export { advanceStream } from './advance-stream.ts';
export { applySignals } from './apply-signals.ts';
export { readFacts, readSignalBatch } from './queries.ts';
export { signalWords } from './read-line-fact.ts';
export { daysLate, shipmentKeyOf, worldTimeOf } from './rules.ts';

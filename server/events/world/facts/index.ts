export { FACT_TYPES, readFacts, readMovement } from './read-facts.ts';
export { writeFacts, writeMovements } from './write-facts.ts';

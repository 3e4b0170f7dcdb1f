export { HEALTH } from './constants.ts';
export { findSpent, type SpentSource } from './find-spent.ts';
export { countAlerting, findStandings, readHealth } from './queries.ts';
export { recordHealth } from './record-health.ts';

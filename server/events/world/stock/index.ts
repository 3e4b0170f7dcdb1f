export {
  collectFlows,
  type FactOfFlow,
  newestOf,
  type OpenLine,
  type ToldFlow,
} from './collect-flows.ts';
export { daysOfCover, firstShortDay, type ProjectedDay, projectStock, spansInUse } from './project-stock.ts';
export { findRepriced, type Place, refreshPositions } from './refresh-positions.ts';
export { gapBetween, tidy } from './rules.ts';

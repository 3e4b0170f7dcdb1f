export {
  collectFlows,
  type FactOfFlow,
  hasArrived,
  newestOf,
  type OpenLine,
  readOrder,
  type ToldFlow,
} from './collect-flows.ts';
export { daysOfCover, firstShortDay, type ProjectedDay, projectStock, spansInUse } from './project-stock.ts';
export { type Place, refreshPositions } from './refresh-positions.ts';
export { gapBetween, readPosition, tidy } from './rules.ts';

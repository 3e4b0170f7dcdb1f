export { type Place, refreshPositions } from './refresh-positions.ts';
export { gapBetween, readPosition } from './rules.ts';

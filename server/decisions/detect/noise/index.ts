export { changeNoise } from './change-setting.ts';
export { SENSOR_TYPE, STOCK_TYPE, TEMPERATURE } from './constants.ts';
export {
  type Episode,
  inOrder,
  type Reading,
  UNWATCHED,
  type Verdict,
  type Watched,
  watchedSchema,
} from './fold-readings.ts';
export { foldSilence, silenceAt } from './fold-silence.ts';
export { foldGap, gapStateSchema, NO_GAP, shareApart } from './fold-stock.ts';
export { foldThing, type Kept } from './fold-thing.ts';
export { openPast, writeSnapshots } from './keep-states.ts';
export { listNoise } from './list-settings.ts';
export {
  addCounts,
  byKey,
  countVerdicts,
  findNamed,
  findNewest,
  findSettings,
  lockStates,
  writeStates,
} from './queries.ts';
export { isReading, readReading, type ToldReading } from './read-reading.ts';
export { type Band, beyond } from './rules.ts';
export type { BandSetting, ToleranceSetting } from './schema.ts';
export { seedNoise } from './seed-settings.ts';
export { tryNoise } from './try-setting.ts';
export { meanKinetic } from './weigh-heat.ts';

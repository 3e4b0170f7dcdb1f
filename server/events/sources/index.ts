export { connectSource } from './connect-source.ts';
export { findSourceById } from './find-source-by-id.ts';
export { findSourceByKey, type KnownSource } from './find-source-by-key.ts';
export { openTermsBook, readTerms, type SourceTerms } from './open-terms-book.ts';
export {
  listQuarantine,
  listReplays,
  listSignals,
  listSources,
  readDetectionQuality,
  readStream,
} from './queries.ts';
export { recordReplay } from './record-replay.ts';
export { startReplay } from './start-replay.ts';

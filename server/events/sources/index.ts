export { addSource } from './add-source.ts';
export { amendContract } from './amend-contract.ts';
export { connectSource } from './connect-source.ts';
export { findOwnSource } from './find-own-source.ts';
export { findSourceById } from './find-source-by-id.ts';
export { findSourceByKey, type KnownSource } from './find-source-by-key.ts';
export { openTermsBook, readTerms, type SourceTerms } from './open-terms-book.ts';
export {
  listReplays,
  listSources,
  readDetectionQuality,
  readStream,
} from './queries.ts';
export { checkContract, compareContracts, draftContract, listTypes, readContract } from './read-contracts.ts';
export { readSource } from './read-source.ts';
export { recordReplay } from './record-replay.ts';
export { releaseContract } from './release-contract.ts';
export { revokeKey } from './revoke-key.ts';
export { rotateKey } from './rotate-key.ts';
export { seedDemoSources } from './seed-demo-sources.ts';
export { startReplay } from './start-replay.ts';
export { switchContract } from './switch-contract.ts';
export { switchSource } from './switch-source.ts';

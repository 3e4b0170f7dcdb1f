export { applyBulk } from './apply-bulk.ts';
export { checkDraft } from './check-draft.ts';
export { discardQuarantined } from './discard-quarantined.ts';
export { previewBulk } from './preview-bulk.ts';
export { listQuarantine, readQuarantined, readRaw } from './queries.ts';
export { replayQuarantined } from './replay-quarantined.ts';

export { applyChange } from './apply-change.ts';
export { AGENT, DEFAULT_SETTINGS, PLAYBOOK } from './constants.ts';
export { breachOf, latenessOfMode, survivesWaiting } from './estimate-arrival.ts';
export { type ProposalDraft, propose } from './propose.ts';
export { type CaseLine, contextSchema, type ProposalContext } from './schema.ts';

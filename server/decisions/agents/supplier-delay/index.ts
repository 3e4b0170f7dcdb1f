export { supplierDelay } from './agent.ts';
export { DEFAULT_SETTINGS, PLAYBOOK } from './constants.ts';
export { propose } from './propose.ts';
export { contextSchema, type ProposalContext } from './schema.ts';

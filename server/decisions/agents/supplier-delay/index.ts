export { supplierDelay } from './agent.ts';
export { AGENT, DEFAULT_SETTINGS, PLAYBOOK } from './constants.ts';
export { projectRisk } from './project-risk.ts';
export { propose } from './propose.ts';
export { contextSchema, type ProposalContext } from './schema.ts';

export { catalogueModels } from './catalogue-models.ts';
export { changeModelStatus } from './change-status.ts';
export { listAgents } from './list-agents.ts';
export { findBarredAgents, findUnusable, requireListed } from './queries.ts';
export { listFeatures, readFeature, readProposalFacts } from './read-facts.ts';
export { listModels, readModel } from './read-models.ts';
export { heldWords } from './rules.ts';

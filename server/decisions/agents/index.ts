export {
  bandWords,
  COLD_CHAIN,
  type ColdChainFacts,
  coldChainFactsSchema,
  findEvidence,
  goodsValue,
  type Heard,
  judgeExposure,
  judgeSilence,
  silentFrom,
  stepOf,
  type ThreatenedGoods,
  weighFrom,
} from './cold-chain/index.ts';
export type { Agent, Evidence, ProposalDraft, StoredContext } from './define-agent.ts';
export { readFeatures } from './read-features.ts';
export { agentFor, agentNamed } from './registry.ts';
export { STOCK_DISCREPANCY, type StockFacts, stockFactsSchema } from './stock-discrepancy/index.ts';
export {
  contextSchema,
  DEFAULT_SETTINGS,
  PLAYBOOK,
  type ProposalContext,
  propose,
} from './supplier-delay/index.ts';

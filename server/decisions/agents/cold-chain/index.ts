export { coldChain } from './agent.ts';
export { COLD_CHAIN } from './constants.ts';
export { goodsValue } from './estimate-loss.ts';
export { findEvidence, judgeExposure, judgeSilence, silentFrom, stepOf, weighFrom } from './judge-silence.ts';
export { bandWords } from './propose.ts';
export { type ColdChainFacts, coldChainFactsSchema, type Heard, type ThreatenedGoods } from './schema.ts';

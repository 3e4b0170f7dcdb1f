export { coldChain } from './agent.ts';
export { COLD_CHAIN } from './constants.ts';
export { goodsValue } from './estimate-loss.ts';
export { bandWords } from './propose.ts';
export { type ColdChainFacts, coldChainFactsSchema, type ThreatenedGoods } from './schema.ts';

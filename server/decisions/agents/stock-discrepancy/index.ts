export { stockDiscrepancy } from './agent.ts';
export { STOCK_DISCREPANCY } from './constants.ts';
export { type StockFacts, stockFactsSchema } from './schema.ts';

import type { Settings } from './schema.ts';

export const AGENT = { name: 'stock-discrepancy', version: '1.0.0' } as const;
export const STOCK_DISCREPANCY = 'stock-discrepancy';

/** What the agent assumes where the store cannot know. Stored with each proposal and named on the card. */
export const SETTINGS: Settings = {
  recountUsd: 40,
  freezeUsd: 25,
  lossIfLeft: 0.6,
  lossAfterRecount: 0.1,
  lossWhenFrozen: 0.3,
  countWrong: 0.5,
  countWrongTwice: 0.05,
};

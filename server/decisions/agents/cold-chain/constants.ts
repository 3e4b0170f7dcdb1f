import type { Settings } from './schema.ts';

export const AGENT = { name: 'cold-chain', version: '1.1.0' } as const;
export const COLD_CHAIN = 'cold-chain';

/** Steps of the allowed time: each one that is passed makes the agent be asked again. */
export const WEIGH_STEPS = 4;

/** What the agent assumes where the store cannot know. Stored with each proposal and named on the card. */
export const SETTINGS: Settings = {
  holdUsd: 150,
  correctionWorks: 0.7,
  soldSpoiltFactor: 1,
  leastShare: 0.05,
  mostShare: 0.95,
};

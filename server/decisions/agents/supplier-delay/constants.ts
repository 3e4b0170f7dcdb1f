import type { Settings } from './schema.ts';

export const AGENT = { name: 'supplier-delay', version: '1.0.0' } as const;
export const PLAYBOOK = 'supplier-delay';

/** What the agent assumes where the store cannot know. Stored with each proposal and named on the card. */
export const DEFAULT_SETTINGS: Settings = {
  toleranceDays: 14,
  doorToDoorDays: { air: 7, 'air-charter': 5, truck: 14 },
  spreadDays: 2,
  priorWeight: 4,
  priorMissWaiting: 0.4,
  priorMissSplitting: 0.7,
  minimumRecord: 5,
  minimumFreight: 3,
  settledLines: 3,
  bookingFeeUsd: 400,
  orderFeeUsd: 250,
};

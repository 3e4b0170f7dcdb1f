import { defineAgent } from '../define-agent.ts';
import { AGENT, COLD_CHAIN, SETTINGS } from './constants.ts';
import { propose } from './propose.ts';
import { contextSchema } from './schema.ts';

/** Answers cold-chain excursions: do nothing, hold for review, have the set-point corrected. */
export const coldChain = defineAgent({
  ...AGENT,
  playbook: COLD_CHAIN,
  settings: SETTINGS,
  context: contextSchema,
  propose,
});

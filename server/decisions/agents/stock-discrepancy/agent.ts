import { defineAgent } from '../define-agent.ts';
import { AGENT, SETTINGS, STOCK_DISCREPANCY } from './constants.ts';
import { propose } from './propose.ts';
import { contextSchema } from './schema.ts';

/** Answers stock whose figures disagree: do nothing, recount, freeze, adjust. */
export const stockDiscrepancy = defineAgent({
  ...AGENT,
  playbook: STOCK_DISCREPANCY,
  settings: SETTINGS,
  context: contextSchema,
  propose,
});

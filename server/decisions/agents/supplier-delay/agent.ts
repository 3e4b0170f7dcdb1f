import { defineAgent } from '../define-agent.ts';
import { AGENT, DEFAULT_SETTINGS, PLAYBOOK } from './constants.ts';
import { projectRisk } from './project-risk.ts';
import { propose } from './propose.ts';
import { contextSchema } from './schema.ts';

/** Answers late shipments: wait, expedite, or split to another supplier. */
export const supplierDelay = defineAgent({
  ...AGENT,
  playbook: PLAYBOOK,
  settings: DEFAULT_SETTINGS,
  context: contextSchema,
  propose,
  projectRisk,
});

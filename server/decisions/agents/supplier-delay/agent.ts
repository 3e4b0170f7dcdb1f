import { defineAgent } from '../define-agent.ts';
import { AGENT, PLAYBOOK } from './constants.ts';
import { projectRisk } from './project-risk.ts';
import { propose } from './propose.ts';
import { contextSchema } from './schema.ts';

/** Answers late shipments: wait, expedite, or split to another supplier. */
export const supplierDelay = defineAgent({
  ...AGENT,
  playbook: PLAYBOOK,
  context: contextSchema,
  propose,
  projectRisk,
});

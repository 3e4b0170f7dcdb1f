export type { Agent, Evidence, ProposalDraft, StoredContext } from './define-agent.ts';
export { agentFor, agentNamed } from './registry.ts';
export {
  AGENT as DELAY_AGENT,
  contextSchema,
  DEFAULT_SETTINGS,
  PLAYBOOK,
  type ProposalContext,
  propose,
} from './supplier-delay/index.ts';

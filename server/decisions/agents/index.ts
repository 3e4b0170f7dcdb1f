export {
  AGENT,
  applyChange,
  contextSchema,
  DEFAULT_SETTINGS,
  PLAYBOOK,
  type ProposalContext,
  type ProposalDraft,
  projectRisk,
  propose,
} from './supplier-delay/index.ts';

export {
  AGENT,
  applyChange,
  breachOf,
  type CaseLine,
  contextSchema,
  DEFAULT_SETTINGS,
  latenessOfMode,
  PLAYBOOK,
  type ProposalContext,
  type ProposalDraft,
  propose,
  survivesWaiting,
} from './supplier-delay/index.ts';

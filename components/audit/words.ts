import type { CHAIN_LINKS } from '../../server/audit/schema.ts';

/** The links of the chain as headings. */
export const LINK_WORDS: Record<(typeof CHAIN_LINKS)[number], string> = {
  signal: 'Signals',
  disruption: 'Disruption',
  proposal: 'Proposal',
  policy: 'Policy',
  decision: 'Decision',
  step: 'Steps',
  'roll-back': 'Roll-back',
};

/** Decision kinds as a person reads them in a list. */
export const DECISION_WORDS: Record<string, string> = {
  auto: 'by policy alone',
  approve: 'approved',
  reject: 'rejected',
  deny: 'denied by policy',
};

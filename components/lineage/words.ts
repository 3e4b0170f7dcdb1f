import type { NodeKind } from '../../server/events/lineage/constants.ts';

/** What a node is, in a word. */
export const KIND_WORDS: Record<NodeKind, string> = {
  signal: 'Signal',
  line: 'Order line',
  thing: 'World state',
  disruption: 'Disruption',
  proposal: 'Proposal',
  decision: 'Decision',
  action: 'Action',
  outcome: 'Outcome',
  more: 'More',
};

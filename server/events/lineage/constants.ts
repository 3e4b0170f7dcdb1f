/** Kinds of a node, in the order in which facts become acts. */
export const NODE_KINDS = [
  'signal',
  'line',
  'thing',
  'disruption',
  'proposal',
  'decision',
  'action',
  'outcome',
  'more',
] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

/** Where lineage may be asked from. */
export const START_KINDS = ['signal', 'disruption', 'proposal', 'decision', 'action'] as const;
export type StartKind = (typeof START_KINDS)[number];

/** Signals read for one question, at most; of a thing that has more, the newest. */
export const MAX_SIGNALS = 2_000;
/** Signals beside one another on screen; the rest is one node that says how many. */
export const SIGNALS_SHOWN = 6;
/** Superseded proposals beside one another on screen. */
export const SUPERSEDED_SHOWN = 2;

import { HOUR } from '../../core/clock.ts';

/** How long people have for a gate, in milliseconds of wall time. */
export const ANSWER_WITHIN = { approve: 8 * HOUR, escalate: 4 * HOUR } as const;

/** Why a person overrides a proposal: a closed list, so that the reasons can be counted. */
export const OVERRIDE_CODES = {
  'supplier-told-us': 'The supplier told us something the tower does not know',
  'customer-priority': 'A customer needs it sooner or can wait longer',
  'cost-too-high': 'It costs more than it saves',
  'facts-wrong': 'A fact on this card is wrong',
  capacity: 'The carrier or supplier cannot do it',
  other: 'Another reason (say which)',
} as const;

/** Why a person rejects one. */
export const REJECT_CODES = {
  'not-a-problem': 'Not a problem: no action is needed',
  'handled-elsewhere': 'Already handled outside Holdpoint',
  'facts-wrong': 'A fact on this card is wrong',
  other: 'Another reason (say which)',
} as const;

/** A reason in a person's own words: how short, how long, and what to say when it is too short. */
export const REASON = { least: 3, most: 2000, words: 'Say why, in a few words.' } as const;

import type { Retry } from './definition.ts';

/**
 * Version of the workflow that runs actions. Raise it whenever the order or the names of its durable steps change:
 * workflows in flight under another version are then begun again from their rows instead of replayed wrongly.
 */
export const WORKFLOW_VERSION = 'actions-1';

/** Who writes what the action plane does by itself. */
export const PLANE_ACTOR = 'action-plane';

/** Partners get about 15 s in five attempts before a step is given up and what ran is undone. */
export const PARTNER_RETRY: Retry = { attempts: 5, firstDelayMs: 250, maxDelayMs: 4_000 };
export const CALL_TIMEOUT_MS = 2_500;

/** How long finished workflows are kept. The rows of an action are kept for good; a workflow is only how it ran. */
export const WORKFLOW_KEPT_DAYS = 7;

/** What a person writes when they roll back or close a step: how short, how long, and what to say when it is too short. */
export const ROLL_BACK_REASON = { least: 3, most: 2000, words: 'Say why, in a few words.' } as const;
export const CLOSING_NOTE = { least: 3, most: 2000, words: 'Say how it was settled.' } as const;

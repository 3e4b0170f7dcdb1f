import { SECOND } from '../../core/clock.ts';

/** held: waits for somebody. replaying: on its way through the intake. The others are settled. */
export const QUARANTINE_STATES = ['held', 'replaying', 'replayed', 'discarded'] as const;
export type QuarantineState = (typeof QUARANTINE_STATES)[number];

export const QUARANTINE_PAGE = 50;
/** Items of one bulk act, at most: what a person can look through before agreeing to it. */
export const MAX_BULK = 200;
/** A claim older than this was left by a process that died; the item may be taken again. */
export const CLAIM_MS = 60 * SECOND;

/** Bytes of a signal that a screen shows; the rest is there to download. */
export const MAX_TEXT_SHOWN = 64 * 1024;
export const MAX_HEX_SHOWN = 2 * 1024;

/** The reason of discarding: the bounds and the sentence when it is too short. */
export const DISCARD_REASON = { least: 5, words: 'Say in a few words why this signal may be left out.' } as const;

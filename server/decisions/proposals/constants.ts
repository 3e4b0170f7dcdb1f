import { HOUR } from '../../core/clock.ts';

/** How long people have for a gate, in milliseconds of wall time. */
export const ANSWER_WITHIN = { approve: 8 * HOUR, escalate: 4 * HOUR } as const;

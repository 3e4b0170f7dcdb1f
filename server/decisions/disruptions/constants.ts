/** Lines of the queue sent to a screen at most; the totals count all. */
export const QUEUE_ROWS = 500;
export const CLOSED_ROWS = 200;

/** Days ahead for which money at risk is drawn. */
export const RISK_DAYS = 21;

/** Past cases from which “if wrong” is told. */
export const PAST_CASES = 40;

export const SIMILAR_CASES = 5;
export const CARD_SIGNALS = 50;

/** States of an action in which a person has to do something. */
export const NEEDS_HAND = ['needs_person', 'failed'];

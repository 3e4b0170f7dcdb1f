/** Lines of the queue sent to a screen at most; the totals count all. */
export const QUEUE_ROWS = 500;
export const CLOSED_ROWS = 200;
/** Lines that may be asked for by name at once; where more have changed, a screen reads the view anew. */
export const ROWS_MOST = 50;

/** Days ahead for which money at risk is drawn. */
export const RISK_DAYS = 21;

/** Past cases from which “if wrong” is told. */
export const PAST_CASES = 40;

export const SIMILAR_CASES = 5;

/** What a card brings of its lists; the rest is asked for when somebody opens it. */
export const CARD_SIGNALS = 50;
export const CARD_LINES = 50;
export const CARD_CUSTOMERS = 20;
export const TIMELINE_NEWEST = 20;

/** Further lines, goods and entries of the timeline that come at once. */
export const MORE_ROWS = 200;
export const TIMELINE_MORE = 100;

/** Signals of a case are counted up to here: a thing may have had half a million. */
export const SIGNALS_COUNTED = 1_000;

/** States of an action in which a person has to do something. */
export const NEEDS_HAND = ['needs_person', 'failed'];

/** Rows of a page of undecided signals, and how many may be evaluated again with one act. */
export const UNDECIDED_PAGE = 100;
export const MAX_AGAIN = 200;

/** What an undecided signal waits for: a person, or its decider. */
export const UNDECIDED_OPEN = ['waiting', 'asked'] as const;

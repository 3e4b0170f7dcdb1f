/** Rows of a page of the log. */
export const SIGNAL_PAGE = 100;

/** Calls that one HTTP request of a page may carry; a page makes about five in the same moment. */
export const BATCH_MOST = 20;

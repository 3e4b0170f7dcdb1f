/**
 * The most money that one figure of a case may say, in USD: ten trillion, a tenth of what the world makes in a year. Beyond it a
 * figure is a slip (a barcode read as a quantity), a double no longer holds its cents, and at 10^16 its column ends.
 */
export const MOST_USD = 1e13;

/**
 * A product or a sum of money as it may be stored and shown.
 * @param amount USD; null where it is not known.
 * @returns it to the cent, or null: not known, because it is no finite number or beyond `MOST_USD`. Never another figure.
 */
export function boundUsd(amount: number | null): number | null {
  if (amount === null || !Number.isFinite(amount) || Math.abs(amount) > MOST_USD) return null;
  return Math.round(amount * 100) / 100;
}

/** What is said in place of a figure beyond the bound, inside a sentence. */
export const BEYOND = 'more than $10 trillion: a figure behind it must be wrong';

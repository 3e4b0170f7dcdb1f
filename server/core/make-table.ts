/**
 * A table that is looked up by words from outside. What it does not hold is undefined, `constructor` and `toString` among it,
 * which every other object of JavaScript answers to.
 */
export const makeTable = <Value>(entries: Record<string, Value>): Readonly<Record<string, Value>> =>
  Object.freeze(Object.assign(Object.create(null) as Record<string, Value>, entries));

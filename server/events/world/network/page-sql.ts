/** What the supplier answered about a line, where it did: the order and line make the key of its words. */
export const ANSWER_KEY = `'|po|' || replace(replace(l.order_number, '%', '%25'), '|', '%7C') || '|' ||
  replace(replace(l.line_number, '%', '%25'), '|', '%7C')`;

/** The rows after a key in the order of a list. */
export const goesOn = (newestFirst: boolean, after: string): string =>
  newestFirst ? `(${after} = '' OR key < ${after} COLLATE "C")` : `key > ${after} COLLATE "C"`;

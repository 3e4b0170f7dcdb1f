/** The address of a thing's own page. Names come from outside: each part is encoded. */
export const pageOf = (parts: readonly string[]): string => `/network/${parts.map(encodeURIComponent).join('/')}`;

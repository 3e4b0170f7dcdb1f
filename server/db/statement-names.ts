/** A text asked this often is worth a place among the prepared statements of each connection. */
const OFTEN = 4;
/** Places. PostgreSQL holds each statement's plan once a connection, tens of kilobytes. */
const PLACES = 300;
/** Texts counted before the count begins anew, so that lists of varying length do not pile up. */
const COUNTED = 2_000;

/**
 * Begins a text that is planned each time: its best plan hangs on how large a table is, and one that is kept may have been made
 * while it was empty.
 */
export const PLAN_ANEW = '/* plan anew */';

/**
 * Names for prepared statements: PostgreSQL then parses and plans a text once a connection instead of once a call. Only texts
 * that come often get one.
 */
export function statementNames(): (sql: string) => string {
  const names = new Map<string, string>();
  const seen = new Map<string, number>();
  return (sql) => {
    if (sql.startsWith(PLAN_ANEW)) return '';
    const name = names.get(sql);
    if (name) return name;
    if (names.size >= PLACES) return '';
    const times = (seen.get(sql) ?? 0) + 1;
    if (times < OFTEN) {
      if (seen.size >= COUNTED) seen.clear();
      seen.set(sql, times);
      return '';
    }
    const next = `p${names.size}`;
    names.set(sql, next);
    seen.delete(sql);
    return next;
  };
}

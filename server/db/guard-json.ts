/*
 * SQL over JSON that nobody has checked: a cast that fails ends the whole statement, so that one row would stop every list and every
 * pass that reads it.
 */

/** The members of a list, one a row; none where it is no list. */
export const listSql = (json: string): string =>
  `jsonb_array_elements(CASE jsonb_typeof(${json}) WHEN 'array' THEN ${json} END)`;

/** A number by its name; null where it is none. */
export const numberSql = (json: string, name: string): string =>
  `CASE jsonb_typeof(${json}->'${name}') WHEN 'number' THEN (${json}->>'${name}')::float8 END`;

/** An instant by its name, written as text; null where it is none. */
export const instantSql = (json: string, name: string): string =>
  `CASE WHEN pg_input_is_valid(${json}->>'${name}', 'timestamptz') THEN (${json}->>'${name}')::timestamptz END`;

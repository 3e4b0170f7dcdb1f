/** SQL for whether a signal of the log was set aside undecided, and still is. */
export const undecidedSql = (row: string): string =>
  `EXISTS (SELECT 1 FROM undecided u WHERE u.seq = ${row}.seq AND u.state IN ('waiting', 'asked'))`;

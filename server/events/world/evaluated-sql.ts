import { undecidedSql } from '../undecided/index.ts';

/**
 * SQL for whether a signal of the log has been evaluated: in the partition of the one at `upTo`, everything up to it; in any other
 * partition, what its cursor has passed. A place in the log alone says nothing of another partition, which may be ahead or behind.
 * What was set aside undecided has been passed, and says nothing until it is evaluated again.
 * @param row alias of the signal.
 * @param upTo SQL of the seq of the last signal of the batch under way.
 */
export const evaluatedSql = (row: string, upTo: string): string => `(${row}.seq <= CASE
  WHEN ${row}.partition = (SELECT own.partition FROM signal own WHERE own.seq = ${upTo}) THEN ${upTo}
  ELSE coalesce((SELECT c.seq FROM cursor c WHERE c.name = 'decide-' || ${row}.partition), ${upTo}) END) AND NOT ${undecidedSql(row)}`;

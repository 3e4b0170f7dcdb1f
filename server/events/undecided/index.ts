export { evaluateAgain } from './evaluate-again.ts';
export { countUndecided, findUndecided, findUndecidedAmong, listUndecided } from './queries.ts';
export { undecidedSql } from './undecided-sql.ts';

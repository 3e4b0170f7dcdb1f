import { DomainError } from '../core/errors.ts';

/** Password hashes at once in one process: each takes 32 MiB and one of Node's four worker threads. */
const AT_ONCE = 4;
let underWay = 0;

/**
 * Does work that hashes a password, when fewer than four such are under way in this process. It does not queue: a flood would
 * only make everybody wait longer.
 * @throws DomainError `too_many` beyond that, to be tried again after a second.
 */
export async function withHash<T>(work: () => Promise<T>): Promise<T> {
  if (underWay >= AT_ONCE) {
    throw new DomainError('too_many', 'Too many people are signing in right now. Wait 1 s and try again.', {
      retryAfterSeconds: 1,
    });
  }
  underWay += 1;
  try {
    return await work();
  } finally {
    underWay -= 1;
  }
}

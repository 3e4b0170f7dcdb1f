import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/unstable-core-do-not-import';
import { DomainError, type ErrorCode, invalid } from '../core/errors.ts';
import { causeOf } from '../db/watch-database.ts';

/** The one place where a refusal becomes an HTTP status and a tRPC code; the compiler checks that none is forgotten. */
const CODES: Record<ErrorCode, { status: number; trpc: TRPC_ERROR_CODE_KEY; title: string }> = {
  invalid: { status: 400, trpc: 'BAD_REQUEST', title: 'Not valid' },
  unauthenticated: { status: 401, trpc: 'UNAUTHORIZED', title: 'Not signed in' },
  forbidden: { status: 403, trpc: 'FORBIDDEN', title: 'Not allowed' },
  not_found: { status: 404, trpc: 'NOT_FOUND', title: 'Not found' },
  wrong_method: { status: 405, trpc: 'METHOD_NOT_SUPPORTED', title: 'Method not allowed' },
  conflict: { status: 409, trpc: 'CONFLICT', title: 'Changed meanwhile' },
  other_person: { status: 409, trpc: 'CONFLICT', title: 'Signed in as somebody else' },
  too_late: { status: 409, trpc: 'PRECONDITION_FAILED', title: 'Too late' },
  too_slow: { status: 408, trpc: 'TIMEOUT', title: 'Too slow' },
  too_large: { status: 413, trpc: 'PAYLOAD_TOO_LARGE', title: 'Too large' },
  unsupported: { status: 415, trpc: 'UNSUPPORTED_MEDIA_TYPE', title: 'Not supported' },
  unprocessable: { status: 422, trpc: 'UNPROCESSABLE_CONTENT', title: 'Contradicts an earlier call' },
  too_many: { status: 429, trpc: 'TOO_MANY_REQUESTS', title: 'Too many' },
  busy: { status: 503, trpc: 'SERVICE_UNAVAILABLE', title: 'Busy' },
  unavailable: { status: 503, trpc: 'SERVICE_UNAVAILABLE', title: 'Not available' },
};

export const trpcCodeOf = (code: ErrorCode): TRPC_ERROR_CODE_KEY => CODES[code].trpc;

/** When to come again, as a header, where one of the calls of a request was one too many, or could not be served now. RFC 9110, section 10.2.3: seconds. */
export function retryAfter(errors: readonly { cause?: unknown }[]): Record<string, string> {
  const seconds = errors.flatMap(({ cause }) =>
    cause instanceof DomainError && ['too_many', 'busy', 'unavailable'].includes(cause.code)
      ? [cause.more.retryAfterSeconds ?? 2]
      : [],
  );
  return seconds.length ? { 'retry-after': String(Math.max(...seconds)) } : {};
}

/** PostgreSQL's codes for text that it cannot hold, and what canonical JSON says of half a character. */
const UNSTORABLE = /\b22021\b|\b22P05\b|lone surrogate|Unicode (high|low) surrogate/i;

/**
 * A failure as a refusal where the caller can do something: a text with a character that the store cannot hold, wherever in the
 * input it stood; a database that did not answer in time, which is asked again in a moment. Anything else stays what it is.
 */
export function refusalOf<T>(error: T): T | DomainError {
  if (!(error instanceof Error) || error instanceof DomainError) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (!UNSTORABLE.test(`${code} ${error.message}`)) {
    if (causeOf(error) === null) return error;
    const words = 'The database did not answer in time. Look whether what you did is there, and try again in a moment.';
    return new DomainError('unavailable', words, { retryAfterSeconds: 2, cause: error });
  }
  return invalid('A text holds a character that cannot be stored: U+0000, or half of a pair. Take it out.');
}

/** An RFC 9457 problem document. Anything that is not a refusal of ours says only that we failed; its cause stays in the log. */
export function problemOf(error: unknown): { status: number; body: Record<string, unknown> } {
  if (!(error instanceof DomainError)) {
    return { status: 500, body: { type: 'about:blank', title: 'Internal error', status: 500 } };
  }
  const { status, title } = CODES[error.code];
  return {
    status,
    body: {
      type: `urn:holdpoint:problem:${error.code}`,
      title,
      status,
      detail: error.message,
      ...(error.more.fields ? { fields: error.more.fields } : {}),
      ...(error.more.detail === undefined ? {} : { data: error.more.detail }),
    },
  };
}

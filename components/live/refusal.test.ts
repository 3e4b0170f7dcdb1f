import { TRPCClientError } from '@trpc/client';
import { describe, expect, it } from 'vitest';
import { mayRetry, readRefusal } from './refusal.ts';

const failed = (message: string, data: unknown) =>
  TRPCClientError.from(data === undefined ? new Error(message) : { error: { message, code: -32_000, data } });

describe('readRefusal', () => {
  it.each([
    [
      'a refusal',
      failed('Too late: it was dispatched.', {
        code: 'PRECONDITION_FAILED',
        refusal: { code: 'too_late', detail: { at: 1 }, fields: null },
      }),
      'too_late',
      /dispatched/,
      false,
    ],
    [
      'not signed in',
      failed('Sign in to do this.', { code: 'UNAUTHORIZED', refusal: null }),
      'unauthenticated',
      /Sign in/,
      false,
    ],
    ['no connection', failed('Failed to fetch', undefined), 'unavailable', /cannot be reached/, true],
    [
      'our fault',
      failed('Something failed on our side.', { code: 'INTERNAL_SERVER_ERROR', refusal: null }),
      null,
      /our side/,
      true,
    ],
    [
      'input that does not parse',
      failed('[{"code":"invalid_type"}]', { code: 'BAD_REQUEST', refusal: null }),
      'invalid',
      /our side/,
      false,
    ],
    ['something else', new Error('boom'), null, /our side/, true],
  ])('%s', (_name, error, code, words, retry) => {
    expect(readRefusal(error)).toMatchObject({ code, message: expect.stringMatching(words) });
    expect(mayRetry(error)).toBe(retry);
  });
});

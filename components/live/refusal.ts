import type { TRPCClientErrorLike } from '@trpc/client';
import type { AppRouter } from '../../server/api/router.ts';

export type Refusal = { code: string | null; message: string; detail: unknown; fields: Record<string, string> | null };

const OFFLINE =
  'The server cannot be reached. What you see may be out of date; this page goes on by itself when it answers again.';
const UNKNOWN = 'Something failed on our side. Try again; if it stays, tell your operator.';

const isTrpc = (error: unknown): error is TRPCClientErrorLike<AppRouter> =>
  error instanceof Error && error.name === 'TRPCClientError';

/**
 * The one sentence a person reads when something was refused, with what a screen may show beside it.
 * A server that could not be reached has no refusal of its own, so it gets ours.
 */
export function readRefusal(error: unknown): Refusal {
  if (!isTrpc(error)) return { code: null, message: UNKNOWN, detail: null, fields: null };
  const data = error.data as
    | { code?: string; refusal?: { code: string; detail: unknown; fields: Record<string, string> | null } | null }
    | null
    | undefined;
  if (!data) return { code: 'unavailable', message: OFFLINE, detail: null, fields: null };
  if (data.refusal)
    return {
      code: data.refusal.code,
      message: error.message,
      detail: data.refusal.detail,
      fields: data.refusal.fields,
    };
  if (data.code === 'UNAUTHORIZED')
    return { code: 'unauthenticated', message: error.message, detail: null, fields: null };
  // Anything else that did not parse is a fault between screen and server, not a sentence for people.
  return {
    code: data.code === 'BAD_REQUEST' ? 'invalid' : null,
    message: data.code === 'INTERNAL_SERVER_ERROR' ? error.message : UNKNOWN,
    detail: null,
    fields: null,
  };
}

/** Whether asking again may help: a lost connection or a busy server, not a refusal. */
export const mayRetry = (error: unknown): boolean =>
  ['unavailable', 'busy', 'too_many', null].includes(readRefusal(error).code);

import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { tell } from './notices.ts';
import { mayRetry, readRefusal } from './refusal.ts';
import { heardOfRefusal } from './shown-to.ts';
import { signInAgain } from './sign-in-again.ts';

declare module '@tanstack/react-query' {
  interface Register {
    /** `quiet`: the screen shows the refusal itself, beside the field or in place of the content. */
    mutationMeta: { quiet?: boolean };
  }
}

/** One sentence for a refusal; the same refusal again replaces it instead of piling up. */
export function showRefusal(error: unknown) {
  const { code, message } = readRefusal(error);
  if (code === 'unauthenticated') return signInAgain();
  tell(message, code === null || code === 'unavailable' ? 'failed' : 'refused');
}

/**
 * The query cache of a tab. Frames say what is old, so nothing is refetched on a timer unless a screen asks.
 * A failed query shows itself in its place; a failed refetch of something already shown, and a refused write, are told here.
 */
export const makeQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (count, error) => count < 2 && mayRetry(error),
        refetchOnReconnect: 'always',
      },
      // A write that could not leave is refused at once; sent later it would act on facts nobody looked at.
      mutations: { retry: false, networkMode: 'always' },
    },
    queryCache: new QueryCache({
      onError: (error) => {
        if (typeof window === 'undefined') return;
        const refusal = readRefusal(error);
        heardOfRefusal(refusal);
        if (refusal.code === 'unauthenticated') signInAgain();
      },
    }),
    mutationCache: new MutationCache({
      onError: (error, _variables, _result, mutation) => {
        heardOfRefusal(readRefusal(error));
        if (!mutation.meta?.quiet) showRefusal(error);
      },
    }),
  });

'use client';

import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import superjson from 'superjson';
import { BATCH_MOST } from '../../server/api/constants.ts';
import type { AppRouter } from '../../server/api/router.ts';
import { shownToHeader } from './shown-to.ts';
import { takenOver } from './take-over.tsx';

export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

/** The client of a tab: calls made in the same moment travel together, the first ones once the page has been taken over. */
export const makeTrpcClient = () =>
  createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: '/api/trpc',
        transformer: superjson,
        maxURLLength: 4_000,
        headers: shownToHeader,
        maxItems: BATCH_MOST,
        fetch: (...call) => takenOver.then(() => fetch(...call)),
      }),
    ],
  });

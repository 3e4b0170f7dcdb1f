import type { TRPCOptionsProxy } from '@trpc/tanstack-react-query';
import type { AppRouter } from '../../server/api/router.ts';

/** How the timeline of a case is asked for: a page brings where the next, older one begins. */
export const timelineOptions = (trpc: TRPCOptionsProxy<AppRouter>, id: string) =>
  trpc.disruptions.timeline.infiniteQueryOptions({ id }, { getNextPageParam: ({ next }) => next });

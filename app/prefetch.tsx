import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { createTRPCOptionsProxy, type TRPCOptionsProxy } from '@trpc/tanstack-react-query';
import type { ReactNode } from 'react';
import { TakeOver } from '@/components/live/take-over';
import type { AppRouter } from '@/server/api/router';
import type { Person } from '@/server/core/context';
import { bridge } from './session';

export type Queries = (trpc: TRPCOptionsProxy<AppRouter>, client: QueryClient) => Promise<unknown>[];

/**
 * Fills the query cache on the server, in process, so that a page paints with its facts.
 * A query that fails is left to the browser, which shows the refusal where it belongs.
 * @param inParts something in it is taken over by the browser later than the rest, and holds the `TakeOver` itself
 */
export async function Prefetched({
  person,
  queries,
  inParts,
  children,
}: {
  person: Person;
  queries: Queries;
  inParts?: boolean;
  children: ReactNode;
}) {
  const client = new QueryClient();
  const { router, contextFor } = bridge();
  const trpc = createTRPCOptionsProxy<AppRouter>({ router, ctx: contextFor(person), queryClient: client });
  await Promise.allSettled(queries(trpc, client));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      {children}
      {inParts ? null : <TakeOver />}
    </HydrationBoundary>
  );
}

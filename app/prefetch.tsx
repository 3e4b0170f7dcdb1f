import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { createTRPCOptionsProxy, type TRPCOptionsProxy } from '@trpc/tanstack-react-query';
import type { ReactNode } from 'react';
import type { AppRouter } from '@/server/api/router';
import type { Person } from '@/server/core/context';
import { bridge } from './session';

type Queries = (trpc: TRPCOptionsProxy<AppRouter>, client: QueryClient) => Promise<unknown>[];

/**
 * Fills the query cache on the server, in process, so that a page paints with its facts.
 * A query that fails is left to the browser, which shows the refusal where it belongs.
 */
export async function Prefetched({
  person,
  queries,
  children,
}: {
  person: Person;
  queries: Queries;
  children: ReactNode;
}) {
  const client = new QueryClient();
  const { router, contextFor } = bridge();
  const trpc = createTRPCOptionsProxy<AppRouter>({ router, ctx: contextFor(person), queryClient: client });
  await Promise.allSettled(queries(trpc, client));
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}

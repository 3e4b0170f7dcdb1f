import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import { SourcesScreen } from '@/components/sources/sources-screen';

export const metadata: Metadata = { title: 'Sources' };

export default async function SourcesPage() {
  const person = await requirePerson('/sources');
  return (
    <Prefetched
      person={person}
      queries={(trpc, client) => [
        client.prefetchQuery(trpc.sources.list.queryOptions()),
        client.prefetchQuery(trpc.sources.quality.queryOptions()),
        client.prefetchQuery(trpc.sources.replays.queryOptions()),
      ]}
    >
      <SourcesScreen />
    </Prefetched>
  );
}

import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import { AgentsScreen } from '@/components/agents/agents-screen';

export const metadata: Metadata = { title: 'Agents' };

export default async function AgentsPage() {
  const person = await requirePerson('/agents');
  return (
    <Prefetched
      person={person}
      queries={(trpc, client) => [
        client.prefetchQuery(trpc.agents.list.queryOptions()),
        client.prefetchQuery(trpc.agents.models.queryOptions()),
        client.prefetchQuery(trpc.agents.features.queryOptions()),
      ]}
    >
      <AgentsScreen />
    </Prefetched>
  );
}

import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import { ApprovalsScreen } from '@/components/approvals/approvals-screen';

export const metadata: Metadata = { title: 'Approvals' };

export default async function ApprovalsPage() {
  const person = await requirePerson('/approvals');
  return (
    <Prefetched
      person={person}
      queries={(trpc, client) => [client.prefetchQuery(trpc.disruptions.queue.queryOptions({ filter: 'waiting' }))]}
    >
      <ApprovalsScreen />
    </Prefetched>
  );
}

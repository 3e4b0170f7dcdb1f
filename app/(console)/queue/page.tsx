import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import { QueueScreen } from '@/components/queue/queue-screen';
import { readView } from '@/components/queue/views';

export const metadata: Metadata = { title: 'Queue' };

type Props = { searchParams: Promise<{ view?: string | string[] }> };

export default async function QueuePage({ searchParams }: Props) {
  const asked = (await searchParams).view;
  const view = readView(asked);
  const person = await requirePerson(view === 'open' ? '/queue' : `/queue?view=${view}`);
  return (
    <Prefetched
      person={person}
      queries={(trpc, client) => [client.prefetchQuery(trpc.disruptions.queue.queryOptions({ filter: view }))]}
    >
      <QueueScreen initialView={view} />
    </Prefetched>
  );
}

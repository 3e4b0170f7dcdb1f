import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import { QuarantinePage } from '@/components/signals/quarantine-page';
import { quarantineIdInput } from '@/server/events/quarantine/schema';

export const metadata: Metadata = { title: 'Quarantined signal' };

type Props = { params: Promise<{ id: string }> };

export default async function QuarantineRoute({ params }: Props) {
  const { id } = await params;
  const person = await requirePerson(`/signals/quarantine/${id}`);
  if (!quarantineIdInput.safeParse({ id }).success) notFound();
  return (
    <Prefetched
      person={person}
      queries={(trpc, client) => [client.prefetchQuery(trpc.quarantine.read.queryOptions({ id }))]}
    >
      <QuarantinePage key={id} id={id} />
    </Prefetched>
  );
}

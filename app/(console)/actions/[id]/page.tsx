import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import { ActionScreen } from '@/components/actions/action-screen';

export const metadata: Metadata = { title: 'Action' };

type Props = { params: Promise<{ id: string }> };

export default async function ActionPage({ params }: Props) {
  const { id } = await params;
  const person = await requirePerson(`/actions/${id}`);
  if (!z.uuid().safeParse(id).success) notFound();
  return (
    <Prefetched
      person={person}
      queries={(trpc, client) => [client.prefetchQuery(trpc.actions.read.queryOptions({ actionId: id }))]}
    >
      <ActionScreen actionId={id} />
    </Prefetched>
  );
}

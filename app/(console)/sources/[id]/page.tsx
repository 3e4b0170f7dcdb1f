import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import { SourceScreen } from '@/components/sources/source-screen';

type Props = { params: Promise<{ id: string }> };

export const metadata: Metadata = { title: 'Source' };

export default async function SourcePage({ params }: Props) {
  const { id } = await params;
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) notFound();
  const person = await requirePerson(`/sources/${id}`);
  return (
    <Prefetched
      person={person}
      queries={(trpc, client) => [client.prefetchQuery(trpc.sources.read.queryOptions({ id }))]}
    >
      <SourceScreen id={id} />
    </Prefetched>
  );
}

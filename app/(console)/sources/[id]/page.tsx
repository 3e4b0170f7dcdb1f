import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import { SourceScreen } from '@/components/sources/source-screen';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ type?: string | string[] }> };

export const metadata: Metadata = { title: 'Source' };

export default async function SourcePage({ params, searchParams }: Props) {
  const [{ id }, { type }] = await Promise.all([params, searchParams]);
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) notFound();
  const asked = typeof type === 'string' ? type : null;
  const person = await requirePerson(
    asked ? `/sources/${id}?${new URLSearchParams({ type: asked })}` : `/sources/${id}`,
  );
  return (
    <Prefetched
      person={person}
      queries={(trpc, client) => [client.prefetchQuery(trpc.sources.read.queryOptions({ id }))]}
    >
      <SourceScreen id={id} askedType={asked} />
    </Prefetched>
  );
}

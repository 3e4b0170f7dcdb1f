import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import { importsOf } from '@/components/imports/address';
import { ImportsScreen } from '@/components/imports/imports-screen';

export const metadata: Metadata = { title: 'Imports' };

type Props = { params: Promise<{ id: string }> };

export default async function ImportsPage({ params }: Props) {
  const sourceId = decodeURIComponent((await params).id);
  const person = await requirePerson(importsOf(sourceId));
  return (
    <Prefetched
      person={person}
      queries={(trpc, client) => [
        client.prefetchQuery(trpc.imports.list.queryOptions({ sourceId })),
        client.prefetchQuery(trpc.imports.mappings.queryOptions({ sourceId })),
      ]}
    >
      <ImportsScreen sourceId={sourceId} />
    </Prefetched>
  );
}

import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import { newImportOf } from '@/components/imports/address';
import { NewImportScreen } from '@/components/imports/new-import-screen';

export const metadata: Metadata = { title: 'Import a file' };

type Props = { params: Promise<{ id: string }> };

export default async function NewImportPage({ params }: Props) {
  const sourceId = decodeURIComponent((await params).id);
  const person = await requirePerson(newImportOf(sourceId));
  return (
    <Prefetched
      person={person}
      queries={(trpc, client) => [
        client.prefetchQuery(trpc.imports.list.queryOptions({ sourceId })),
        client.prefetchQuery(trpc.imports.mappings.queryOptions({ sourceId })),
        client.prefetchQuery(trpc.imports.targets.queryOptions()),
      ]}
    >
      <NewImportScreen sourceId={sourceId} />
    </Prefetched>
  );
}

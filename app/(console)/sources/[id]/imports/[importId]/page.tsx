import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import { importOf } from '@/components/imports/address';
import { ImportScreen } from '@/components/imports/import-screen';

export const metadata: Metadata = { title: 'Import' };

type Props = { params: Promise<{ id: string; importId: string }> };

export default async function ImportPage({ params }: Props) {
  const { id, importId } = await params;
  const person = await requirePerson(importOf(decodeURIComponent(id), importId));
  return (
    <Prefetched
      person={person}
      queries={(trpc, client) => [client.prefetchQuery(trpc.imports.read.queryOptions({ id: importId }))]}
    >
      <ImportScreen id={importId} />
    </Prefetched>
  );
}

import type { Metadata } from 'next';
import { newImportOf } from '@/components/imports/address';
import { NewImportScreen } from '@/components/imports/new-import-screen';
import { SourceImports } from '../source-imports';

export const metadata: Metadata = { title: 'Import a file' };

type Props = { params: Promise<{ id: string }> };

export default async function NewImportPage({ params }: Props) {
  const sourceId = decodeURIComponent((await params).id);
  return (
    <SourceImports
      sourceId={sourceId}
      address={newImportOf(sourceId)}
      also={(trpc, client) => [client.prefetchQuery(trpc.imports.targets.queryOptions())]}
    >
      <NewImportScreen sourceId={sourceId} />
    </SourceImports>
  );
}

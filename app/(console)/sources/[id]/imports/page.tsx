import type { Metadata } from 'next';
import { importsOf } from '@/components/imports/address';
import { ImportsScreen } from '@/components/imports/imports-screen';
import { SourceImports } from './source-imports';

export const metadata: Metadata = { title: 'Imports' };

type Props = { params: Promise<{ id: string }> };

export default async function ImportsPage({ params }: Props) {
  const sourceId = decodeURIComponent((await params).id);
  return (
    <SourceImports sourceId={sourceId} address={importsOf(sourceId)}>
      <ImportsScreen sourceId={sourceId} />
    </SourceImports>
  );
}

import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import { hrefOfStart, readStart } from '@/components/lineage/address';
import { LineagePage } from '@/components/lineage/lineage-page';

export const metadata: Metadata = { title: 'Lineage' };

type Props = { searchParams: Promise<{ from?: string | string[] }> };

export default async function LineageRoute({ searchParams }: Props) {
  const { from } = await searchParams;
  const asked = typeof from === 'string' ? from : '';
  const person = await requirePerson(`/lineage?${new URLSearchParams({ from: asked })}`);
  const start = readStart(asked);
  if (!start) notFound();
  return (
    <Prefetched
      person={person}
      queries={(trpc, client) => [client.prefetchQuery(trpc.lineage.read.queryOptions(start))]}
    >
      <LineagePage key={asked} start={start} href={hrefOfStart(start)} />
    </Prefetched>
  );
}

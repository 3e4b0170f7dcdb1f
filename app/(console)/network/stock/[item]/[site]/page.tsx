import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import { pageOf } from '@/components/network/page-of';
import { PositionScreen } from '@/components/network/position-screen';

export const metadata: Metadata = { title: 'Stock' };

type Props = { params: Promise<{ item: string; site: string }> };

export default async function PositionPage({ params }: Props) {
  const { item, site } = await params;
  const named = { item: decodeURIComponent(item), site: decodeURIComponent(site) };
  const person = await requirePerson(pageOf(['stock', named.item, named.site]));
  return (
    <Prefetched
      person={person}
      queries={(trpc, client) => [client.prefetchQuery(trpc.network.position.queryOptions(named))]}
    >
      <PositionScreen {...named} />
    </Prefetched>
  );
}

import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import { NetworkScreen } from '@/components/network/network-screen';
import { readNetworkView, viewAddress } from '@/components/network/views';

export const metadata: Metadata = { title: 'Network' };

type Props = { searchParams: Promise<{ view?: string | string[] }> };

export default async function NetworkPage({ searchParams }: Props) {
  const list = readNetworkView((await searchParams).view);
  const person = await requirePerson(viewAddress(list));
  return (
    <Prefetched
      person={person}
      queries={(trpc, client) => [client.prefetchQuery(trpc.network.list.queryOptions({ list }))]}
    >
      <NetworkScreen list={list} />
    </Prefetched>
  );
}

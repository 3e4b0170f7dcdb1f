import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import { NoiseScreen } from '@/components/settings/noise-screen';

export const metadata: Metadata = { title: 'Noise' };

export default async function NoisePage() {
  const person = await requirePerson('/settings/noise');
  return (
    <Prefetched person={person} queries={(trpc, client) => [client.prefetchQuery(trpc.noise.list.queryOptions())]}>
      <NoiseScreen />
    </Prefetched>
  );
}

import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import { FeatureScreen } from '@/components/agents/feature-screen';

type Props = { params: Promise<{ name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function FeaturePage({ params }: Props) {
  const name = decodeURIComponent((await params).name);
  const person = await requirePerson(`/agents/features/${encodeURIComponent(name)}`);
  return (
    <Prefetched
      person={person}
      queries={(trpc, client) => [client.prefetchQuery(trpc.agents.feature.queryOptions({ name }))]}
    >
      <FeatureScreen name={name} />
    </Prefetched>
  );
}

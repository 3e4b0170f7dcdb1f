import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import { PoliciesScreen } from '@/components/policies/policies-screen';

type Props = { params: Promise<{ version: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Policy version ${(await params).version}` };
}

export default async function PolicyPage({ params }: Props) {
  const { version } = await params;
  if (!/^[1-9]\d{0,8}$/.test(version)) notFound();
  const person = await requirePerson(`/policies/${version}`);
  return (
    <Prefetched person={person} queries={(trpc, client) => [client.prefetchQuery(trpc.policies.read.queryOptions())]}>
      <PoliciesScreen asked={Number(version)} />
    </Prefetched>
  );
}

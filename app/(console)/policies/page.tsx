import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import { PoliciesScreen } from '@/components/policies/policies-screen';

export const metadata: Metadata = { title: 'Policies' };

export default async function PoliciesPage() {
  const person = await requirePerson('/policies');
  return (
    <Prefetched person={person} queries={(trpc, client) => [client.prefetchQuery(trpc.policies.read.queryOptions())]}>
      <PoliciesScreen asked={null} />
    </Prefetched>
  );
}

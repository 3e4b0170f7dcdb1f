import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import { RetentionScreen } from '@/components/settings/retention-screen';

export const metadata: Metadata = { title: 'Retention' };

export default async function RetentionPage() {
  const person = await requirePerson('/settings/retention');
  return (
    <Prefetched person={person} queries={(trpc, client) => [client.prefetchQuery(trpc.retention.view.queryOptions())]}>
      <RetentionScreen />
    </Prefetched>
  );
}

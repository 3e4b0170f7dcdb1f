import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import { SignalsScreen } from '@/components/signals/signals-screen';
import { readSignalView } from '@/components/signals/views';

export const metadata: Metadata = { title: 'Signals' };

type Props = { searchParams: Promise<{ view?: string | string[] }> };

export default async function SignalsPage({ searchParams }: Props) {
  const view = readSignalView((await searchParams).view);
  const person = await requirePerson(view === 'signals' ? '/signals' : `/signals?view=${view}`);
  return (
    <Prefetched
      person={person}
      queries={(trpc, client) => [
        view === 'signals'
          ? client.prefetchQuery(trpc.sources.signals.queryOptions({}))
          : client.prefetchQuery(trpc.sources.quarantine.queryOptions()),
      ]}
    >
      <SignalsScreen initialView={view} />
    </Prefetched>
  );
}

import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import { SignalPage } from '@/components/signals/signal-page';
import { readPart, signalHref } from '@/server/events/signals/constants';
import { signalKeyInput } from '@/server/events/signals/schema';

export const metadata: Metadata = { title: 'Signal' };

type Props = { params: Promise<{ source: string; id: string }> };

export default async function SignalRoute({ params }: Props) {
  const parts = await params;
  const key = signalKeyInput.safeParse({ source: readPart(parts.source), id: readPart(parts.id) });
  const person = await requirePerson(key.success ? signalHref(key.data) : '/signals');
  if (!key.success) notFound();
  const { source, id } = key.data;
  return (
    <Prefetched
      person={person}
      queries={(trpc, client) => [
        client.prefetchQuery(trpc.signals.read.queryOptions({ source, id })),
        client.prefetchQuery(trpc.lineage.read.queryOptions({ kind: 'signal', source, id })),
      ]}
    >
      <SignalPage key={`${source} ${id}`} source={source} id={id} />
    </Prefetched>
  );
}

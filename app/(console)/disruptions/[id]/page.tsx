import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import { DisruptionCard } from '@/components/disruptions/disruption-card';
import { timelineOptions } from '@/components/disruptions/timeline-options';

export const metadata: Metadata = { title: 'Case' };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ do?: string | string[] }> };

const dialog = z.enum(['modify', 'override', 'reject']).nullable().catch(null);

export default async function DisruptionPage({ params, searchParams }: Props) {
  const { id } = await params;
  const start = dialog.parse((await searchParams).do ?? null);
  const person = await requirePerson(`/disruptions/${id}${start ? `?do=${start}` : ''}`);
  if (!z.uuid().safeParse(id).success) notFound();
  return (
    <Prefetched
      person={person}
      queries={(trpc, client) => [
        client.prefetchQuery(trpc.disruptions.card.queryOptions({ id })),
        client.prefetchInfiniteQuery(timelineOptions(trpc, id)),
      ]}
    >
      <DisruptionCard key={id} id={id} start={start} />
    </Prefetched>
  );
}

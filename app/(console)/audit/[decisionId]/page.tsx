import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import { TraceScreen } from '@/components/audit/trace-screen';

export const metadata: Metadata = { title: 'Trace' };

type Props = { params: Promise<{ decisionId: string }> };

export default async function TracePage({ params }: Props) {
  const { decisionId } = await params;
  const person = await requirePerson(`/audit/${decisionId}`);
  if (!z.uuid().safeParse(decisionId).success) notFound();
  return (
    <Prefetched
      person={person}
      queries={(trpc, client) => [client.prefetchQuery(trpc.audit.trace.queryOptions({ decisionId }))]}
    >
      <TraceScreen decisionId={decisionId} />
    </Prefetched>
  );
}

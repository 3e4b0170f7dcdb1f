import type { Metadata } from 'next';
import { z } from 'zod';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import { DecisionList } from '@/components/audit/decision-list';

export const metadata: Metadata = { title: 'Audit' };

type Props = { searchParams: Promise<{ q?: string | string[]; before?: string | string[] }> };

const address = z.object({
  q: z.string().trim().min(1).max(200).optional().catch(undefined),
  before: z.uuid().optional().catch(undefined),
});

export default async function AuditPage({ searchParams }: Props) {
  const { q: search, before } = address.parse(await searchParams);
  const query = new URLSearchParams({ ...(search ? { q: search } : {}), ...(before ? { before } : {}) });
  const person = await requirePerson(query.size > 0 ? `/audit?${query}` : '/audit');
  return (
    <Prefetched
      person={person}
      queries={(trpc, client) => [client.prefetchQuery(trpc.audit.list.queryOptions({ search, before }))]}
    >
      <DecisionList search={search} before={before} />
    </Prefetched>
  );
}

import type { Metadata } from 'next';
import { z } from 'zod';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import { AccessList } from '@/components/audit/access-list';
import { auditAddress } from '@/components/audit/address';
import { DecisionList } from '@/components/audit/decision-list';

export const metadata: Metadata = { title: 'Audit' };

type Props = { searchParams: Promise<Record<'list' | 'q' | 'before', string | string[] | undefined>> };

const address = z.object({
  list: z.enum(['decisions', 'access']).catch('decisions'),
  q: z.string().trim().min(1).max(200).optional().catch(undefined),
  before: z
    .string()
    .regex(/^[\da-f-]{1,36}$/)
    .optional()
    .catch(undefined),
});

export default async function AuditPage({ searchParams }: Props) {
  const { list, q: search, before } = address.parse(await searchParams);
  const person = await requirePerson(auditAddress(list, search, before ?? null));
  const List = list === 'access' ? AccessList : DecisionList;
  return (
    <Prefetched
      person={person}
      queries={(trpc, client) => [
        list === 'access'
          ? client.prefetchQuery(trpc.audit.access.queryOptions({ search, before }))
          : client.prefetchQuery(trpc.audit.list.queryOptions({ search, before })),
      ]}
    >
      <List search={search} before={before} />
    </Prefetched>
  );
}

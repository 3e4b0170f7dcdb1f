import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import { ActionList } from '@/components/actions/action-list';
import { listActionsInput } from '@/server/actions/sagas/schema';

export const metadata: Metadata = { title: 'Actions' };

type Props = { searchParams: Promise<{ filter?: string | string[] }> };

export default async function ActionsPage({ searchParams }: Props) {
  const filter = listActionsInput.shape.filter.catch('all').parse((await searchParams).filter);
  const person = await requirePerson(filter === 'all' ? '/actions' : `/actions?filter=${filter}`);
  return (
    <Prefetched
      person={person}
      queries={(trpc, client) => [client.prefetchQuery(trpc.actions.list.queryOptions({ filter }))]}
    >
      <ActionList filter={filter} />
    </Prefetched>
  );
}

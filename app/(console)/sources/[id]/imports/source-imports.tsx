import type { ReactNode } from 'react';
import { Prefetched, type Queries } from '@/app/prefetch';
import { requirePerson } from '@/app/session';

type Props = { sourceId: string; address: string; also?: Queries; children: ReactNode };

/** What the screens of a source's imports stand on: the gate, its files and its saved mappings, and what one needs besides. */
export async function SourceImports({ sourceId, address, also, children }: Props) {
  const person = await requirePerson(address);
  return (
    <Prefetched
      person={person}
      queries={(trpc, client) => [
        client.prefetchQuery(trpc.imports.list.queryOptions({ sourceId })),
        client.prefetchQuery(trpc.imports.mappings.queryOptions({ sourceId })),
        ...(also?.(trpc, client) ?? []),
      ]}
    >
      {children}
    </Prefetched>
  );
}

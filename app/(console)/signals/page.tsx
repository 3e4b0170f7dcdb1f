import type { Metadata } from 'next';
import { Prefetched } from '@/app/prefetch';
import { requirePerson } from '@/app/session';
import {
  readAddress,
  toAcceptanceInput,
  toQuarantineInput,
  toSignalInput,
  writeAddress,
} from '@/components/signals/address';
import { SignalsScreen } from '@/components/signals/signals-screen';
import { readSignalView } from '@/components/signals/views';

export const metadata: Metadata = { title: 'Signals' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignalsPage({ searchParams }: Props) {
  const asked = await searchParams;
  const view = readSignalView(asked.view);
  const address = readAddress(view, asked);
  const path = writeAddress(view, address);
  const person = await requirePerson(path);
  const today = new Date().toISOString().slice(0, 10);
  return (
    <Prefetched
      person={person}
      inParts
      queries={(trpc, client) => [
        client.prefetchQuery(trpc.signals.choices.queryOptions()),
        view === 'signals'
          ? client.prefetchQuery(trpc.signals.list.queryOptions(toSignalInput(address)))
          : view === 'undecided'
            ? client.prefetchQuery(trpc.signals.undecided.queryOptions(address))
            : view === 'quarantine'
              ? client.prefetchQuery(trpc.quarantine.list.queryOptions(toQuarantineInput(address)))
              : client.prefetchQuery(trpc.signals.acceptance.queryOptions(toAcceptanceInput(address, today))),
      ]}
    >
      <SignalsScreen key={path} initialView={view} initialAddress={address} today={today} />
    </Prefetched>
  );
}

'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useTRPC } from '../live/trpc.ts';
import { formatCount } from '../ui/format.ts';
import { PageHeader } from '../ui/page-header.tsx';
import { ViewSwitch } from '../ui/view-switch.tsx';
import { type Address, writeAddress } from './address.ts';
import { SignalList } from './signal-list.tsx';
import styles from './signals.module.css';
import { SIGNAL_VIEWS, type SignalView } from './views.ts';

// Whoever reads the log need not wait for what the other views are made of.
const QuarantineList = dynamic(() => import('./quarantine-list.tsx').then((file) => file.QuarantineList));
const UndecidedList = dynamic(() => import('./undecided-list.tsx').then((file) => file.UndecidedList));
const AcceptanceTable = dynamic(() => import('./acceptance-table.tsx').then((file) => file.AcceptanceTable));

type Props = { initialView: SignalView; initialAddress: Address; today: string };

/** What came in from outside: accepted, undecided or quarantined, and the sum of all. The address keeps what is looked at. */
export function SignalsScreen({ initialView, initialAddress, today }: Props) {
  const [{ view, address }, setShown] = useState({ view: initialView, address: initialAddress });
  const trpc = useTRPC();
  const { data: undecided = 0 } = useQuery({
    ...trpc.signals.undecided.queryOptions({}),
    select: ({ totals }) => totals.waiting + totals.asked,
  });
  function show(next: SignalView, narrowed: Address) {
    setShown({ view: next, address: narrowed });
    window.history.replaceState(null, '', writeAddress(next, narrowed));
  }
  const views = SIGNAL_VIEWS.map((one) =>
    one.key === 'undecided' && undecided ? { ...one, label: `${one.label} ${formatCount(undecided)}` } : one,
  );
  return (
    <div className={styles.screen}>
      <PageHeader title="Signals" />
      <div className={styles.views}>
        <ViewSwitch label="View" views={views} view={view} onView={(next) => show(next, {})} />
      </div>
      {view === 'signals' ? (
        <SignalList
          address={address}
          onAddress={(next) => show('signals', next)}
          onQuarantined={() => show('quarantine', {})}
        />
      ) : view === 'undecided' ? (
        <UndecidedList address={address} onAddress={(next) => show('undecided', next)} />
      ) : view === 'quarantine' ? (
        <QuarantineList address={address} onAddress={(next) => show('quarantine', next)} />
      ) : (
        <AcceptanceTable address={address} onAddress={(next) => show('acceptance', next)} today={today} />
      )}
    </div>
  );
}

'use client';

import { useState } from 'react';
import { PageHeader } from '../ui/page-header.tsx';
import { ViewSwitch } from '../ui/view-switch.tsx';
import { QuarantineList } from './quarantine-list.tsx';
import { SignalList } from './signal-list.tsx';
import styles from './signals.module.css';
import { SIGNAL_VIEWS, type SignalView } from './views.ts';

/** What came in from outside: accepted, or kept apart. */
export function SignalsScreen({ initialView }: { initialView: SignalView }) {
  const [view, setView] = useState(initialView);
  function change(next: SignalView) {
    setView(next);
    window.history.replaceState(null, '', next === 'signals' ? '/signals' : `/signals?view=${next}`);
  }
  return (
    <>
      <PageHeader title="Signals" />
      <div className={styles.views}>
        <ViewSwitch label="View" views={SIGNAL_VIEWS} view={view} onView={change} />
      </div>
      {view === 'signals' ? <SignalList /> : <QuarantineList />}
    </>
  );
}

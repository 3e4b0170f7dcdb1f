'use client';

import { useLive, useLiveAge } from '../live/live-provider.tsx';
import { formatDuration } from '../ui/format.ts';
import { useNow } from '../ui/use-now.ts';
import styles from './shell.module.css';

const SHAPES = { live: '●', reconnecting: '◌', stale: '■' } as const;

/** Whether the screen can be trusted, and how old its last word is. Only a change of state is read out. */
export function ConnectionBadge() {
  const { state, database } = useLive();
  const age = useLiveAge();
  useNow(200);
  const ms = age();
  const words = state === 'live' ? `${(Math.max(0, ms) / 1_000).toFixed(1)}\u00a0s` : formatDuration(ms);
  return (
    <div className={styles.badge} data-state={state} title="Time since the last word from the server">
      <span aria-hidden="true">{SHAPES[state]}</span>
      <span role="status">{state}</span>
      <span className="num" aria-hidden="true" suppressHydrationWarning>
        {words}
      </span>
      {database && <span className={styles.trouble}>database: {database}</span>}
    </div>
  );
}

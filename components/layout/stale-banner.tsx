'use client';

import { useLive, useLiveAge } from '../live/live-provider.tsx';
import { formatDuration } from '../ui/format.ts';
import { useNow } from '../ui/use-now.ts';
import styles from './shell.module.css';

/** Says across the screen that what stands on it may be old, and that acting waits. */
export function StaleBanner() {
  const { state, refused } = useLive();
  return state === 'stale' ? <Banner refused={refused} /> : null;
}

function Banner({ refused }: { refused: string | null }) {
  const age = useLiveAge();
  useNow();
  return (
    <div className={styles.banner} role="alert">
      <strong>Not live.</strong> What you see is <span className="num">{formatDuration(age())}</span> old.{' '}
      {refused ?? 'Acting waits until the facts are current; the connection is being tried again.'}
    </div>
  );
}

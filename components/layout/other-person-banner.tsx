'use client';

import { Button } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { readNow, subscribeNow } from '../live/shown-to.ts';
import { useMe } from './person.tsx';
import styles from './shell.module.css';

/** Says across the screen that this browser has signed in as somebody else since the page was made, and who that is. */
export function OtherPersonBanner() {
  const me = useMe();
  const now = useSyncExternalStore(subscribeNow, readNow, () => null);
  if (!now || now.id === me.id) return null;
  return (
    <div className={styles.banner} role="alert">
      <strong>You are signed in as {now.name} now.</strong> This page was made for {me.name}: nothing more is done from
      it.{' '}
      <Button size="compact-xs" variant="default" onClick={() => window.location.reload()}>
        Continue as {now.name}
      </Button>
    </div>
  );
}

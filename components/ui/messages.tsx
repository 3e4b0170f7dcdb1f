'use client';

import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { mayRetry, readRefusal } from '../live/refusal.ts';
import styles from './ui.module.css';

/** Nothing here, and what would fill it. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={styles.message}>
      <p className={styles.messageTitle}>{title}</p>
      {children ? <div className={styles.messageText}>{children}</div> : null}
    </div>
  );
}

type ErrorProps = {
  /** What could not be done: "The queue could not be loaded." */ title: string;
  error: unknown;
  retry?: () => void;
};

/** Something could not be shown: what, why in one sentence, and a way on. */
export function ErrorState({ title, error, retry }: ErrorProps) {
  return (
    <div className={styles.message} role="alert">
      <p className={styles.messageTitle}>{title}</p>
      <p className={styles.messageText}>{readRefusal(error).message}</p>
      {retry && mayRetry(error) ? <Button onClick={retry}>Try again</Button> : null}
    </div>
  );
}

'use client';

import { Notifications, notifications } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import type { Notice } from './notices.ts';

const COLOURS = { done: 'ink', refused: 'yellow', failed: 'red' } as const;
const STAYS_MS = { done: 4_000, refused: 8_000, failed: 8_000 } as const;

/** The notices at the edge of the screen, three at most: each of `told` once, in turn. */
export function NoticeStack({ told }: { told: readonly Notice[] }) {
  const shown = useRef(0);
  useEffect(() => {
    for (const { message, kind } of told.slice(shown.current)) {
      notifications.hide(message);
      notifications.show({
        id: message,
        message,
        color: COLOURS[kind],
        autoClose: STAYS_MS[kind],
        withBorder: true,
        closeButtonProps: { 'aria-label': 'Close' },
      });
    }
    shown.current = told.length;
  }, [told]);
  return <Notifications position="bottom-right" limit={3} zIndex={400} transitionDuration={100} />;
}

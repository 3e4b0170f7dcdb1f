'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** False while the server's HTML is being taken over, true after: for what only the browser knows, such as its time zone. */
export const useHydrated = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );

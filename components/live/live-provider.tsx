'use client';

import { type Query, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import type { FeedArea } from '../../server/realtime/frames.ts';
import { coalesce } from './coalesce.ts';
import { staleKeys } from './invalidation.ts';
import type { Live } from './live-state.ts';
import { readRefusal } from './refusal.ts';
import { LiveConnection, NOT_YET } from './socket.ts';

/** What a person may not read stays refused, whatever changes in it. */
const mayAnswer = ({ state: { error } }: Query) => !error || readRefusal(error).code !== 'forbidden';

const LiveContext = createContext<LiveConnection | null>(null);

/** Opens the tab's connection while someone is signed in and turns its frames into query invalidations, at most five a second. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [connection] = useState(() => {
    const invalidate = coalesce<FeedArea>(200, (areas) =>
      Promise.all(staleKeys(areas).map((path) => client.invalidateQueries({ queryKey: [path], predicate: mayAnswer }))),
    );
    return new LiveConnection(invalidate);
  });
  useEffect(() => connection.open(), [connection]);
  // A page brings what the server read before it was sent; a frame that came in between found nothing to make old.
  useEffect(
    () =>
      client.getQueryCache().subscribe(({ type, query }) => {
        if (type !== 'added' || query.state.data === undefined || !connection.mayHaveChanged()) return;
        queueMicrotask(() => void client.invalidateQueries({ queryKey: query.queryKey, exact: true }));
      }),
    [client, connection],
  );
  return <LiveContext value={connection}>{children}</LiveContext>;
}

const nothing = () => () => {};
const notYet = () => NOT_YET;

/** The connection's state. Re-renders when the state or the world time changes, at most once a second. */
export function useLive(): Live {
  const connection = useContext(LiveContext);
  return useSyncExternalStore(connection?.subscribe ?? nothing, connection?.read ?? notYet, notYet);
}

/** Whether acting is allowed by the age of the facts. Re-renders only when that flips. */
export function useCanAct(): boolean {
  const connection = useContext(LiveContext);
  return useSyncExternalStore(
    connection?.subscribe ?? nothing,
    () => connection?.read().canAct ?? false,
    () => false,
  );
}

/** Reads milliseconds since the last word from the server, when asked; for the badge that ticks. */
export function useLiveAge(): () => number {
  const connection = useContext(LiveContext);
  return connection?.age ?? (() => 0);
}

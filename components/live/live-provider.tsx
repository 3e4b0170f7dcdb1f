'use client';

import { type Query, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { coalesce } from './coalesce.ts';
import { type Change, PACES, type Pace, StaleQueries, staleQueries } from './invalidation.ts';
import type { Live } from './live-state.ts';
import { readRefusal } from './refusal.ts';
import { LiveConnection, NOT_YET } from './socket.ts';

/** What a person may not read stays refused, whatever changes in it. */
const mayAnswer = ({ state: { error } }: Query) => !error || readRefusal(error).code !== 'forbidden';

/** Views of the queue that nobody looks at: those on the screen ask for what frames name themselves. */
const isQueue = ({ queryKey: [path] }: Query) => Array.isArray(path) && path.join('.') === 'disruptions.queue';

/** Asks anew for what frames make old, each at its pace; for everything at once where anything may have changed. */
function invalidateBy(client: QueryClient): (changes: readonly Change[] | null) => void {
  const asker = (pace: Pace) =>
    coalesce<StaleQueries>(PACES[pace], (parts) => {
      const all = new StaleQueries();
      for (const part of parts) all.join(part);
      return client.invalidateQueries({ predicate: (query) => all.has(query.queryKey) && mayAnswer(query) });
    });
  const ask = { soon: asker('soon'), calm: asker('calm'), seldom: asker('seldom') };
  return (changes) => {
    if (!changes) return void client.invalidateQueries({ predicate: mayAnswer });
    for (const [pace, stale] of staleQueries(changes)) ask[pace]([stale]);
    void client.invalidateQueries({ predicate: isQueue, type: 'inactive', refetchType: 'none' });
  };
}

const LiveContext = createContext<LiveConnection | null>(null);

/** Opens the tab's connection while someone is signed in and turns its frames into query invalidations, none oftener than its pace. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [connection] = useState(() => new LiveConnection());
  useEffect(() => {
    const ends = [connection.watch(invalidateBy(client)), connection.open()];
    return () => {
      for (const end of ends) end();
    };
  }, [client, connection]);
  // A page brings what the server read before it was sent; a frame that came in between found nothing to make old.
  useEffect(
    () =>
      client.getQueryCache().subscribe(({ type, query }) => {
        if (type !== 'added' || query.state.data === undefined) return;
        const changes = connection.recent();
        const old = !changes || [...staleQueries(changes).values()].some((stale) => stale.has(query.queryKey));
        if (!old) return;
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

/**
 * Calls `watcher` with what frames say has changed, null where anything may have, while the caller is on the screen; first with what
 * changed while it was on its way here.
 */
export function useChanges(watcher: (changes: readonly Change[] | null) => void): void {
  const connection = useContext(LiveContext);
  const latest = useRef(watcher);
  useEffect(() => {
    latest.current = watcher;
  });
  useEffect(() => {
    const recent = connection?.recent();
    if (recent?.length) latest.current(recent);
    return connection?.watch((changes) => latest.current(changes));
  }, [connection]);
}

'use client';

import { useSyncExternalStore } from 'react';

type Ticker = { now: number; listeners: Set<() => void>; timer: ReturnType<typeof setInterval> | null };
const tickers = new Map<number, Ticker>();

function tickerOf(intervalMs: number): Ticker {
  const known = tickers.get(intervalMs);
  if (known) return known;
  const made: Ticker = { now: Date.now(), listeners: new Set(), timer: null };
  tickers.set(intervalMs, made);
  return made;
}

/**
 * Wall time, in milliseconds, moving on every `intervalMs`. All who ask for the same interval share one timer.
 * Mark the element that shows it `suppressHydrationWarning`: server and browser read different clocks.
 */
export function useNow(intervalMs = 1_000): number {
  const ticker = tickerOf(intervalMs);
  return useSyncExternalStore(
    (listener) => {
      ticker.now = Date.now();
      ticker.listeners.add(listener);
      ticker.timer ??= setInterval(() => {
        ticker.now = Date.now();
        for (const tell of ticker.listeners) tell();
      }, intervalMs);
      return () => {
        ticker.listeners.delete(listener);
        if (ticker.listeners.size > 0 || !ticker.timer) return;
        clearInterval(ticker.timer);
        ticker.timer = null;
      };
    },
    () => ticker.now,
    () => ticker.now,
  );
}

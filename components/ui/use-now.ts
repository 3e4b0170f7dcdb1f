'use client';

import { useSyncExternalStore } from 'react';

type Ticker = { read: () => number; subscribe: (listener: () => void) => () => void };
const tickers = new Map<number, Ticker>();

/** A clock that moves in steps, and only while somebody watches. */
function makeTicker(intervalMs: number): Ticker {
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | null = null;
  const listeners = new Set<() => void>();
  const tick = () => {
    now = Date.now();
    for (const tell of listeners) tell();
  };
  return {
    read: () => now,
    subscribe: (listener) => {
      listeners.add(listener);
      if (!timer) {
        now = Date.now();
        timer = setInterval(tick, intervalMs);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0 || !timer) return;
        clearInterval(timer);
        timer = null;
      };
    },
  };
}

function tickerOf(intervalMs: number): Ticker {
  const ticker = tickers.get(intervalMs) ?? makeTicker(intervalMs);
  tickers.set(intervalMs, ticker);
  return ticker;
}

/** While a page is written or taken over, to the second: asked twice in one rendering it must answer the same. */
const atRender = () => Math.floor(Date.now() / 1_000) * 1_000;

/**
 * Wall time, in milliseconds, moving on every `intervalMs`. All who ask for the same interval share one timer.
 * Mark the element that shows it `suppressHydrationWarning`: server and browser read different clocks.
 */
export function useNow(intervalMs = 1_000): number {
  const { subscribe, read } = tickerOf(intervalMs);
  return useSyncExternalStore(subscribe, read, atRender);
}

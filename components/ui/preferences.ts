'use client';

import { useSyncExternalStore } from 'react';

/** What a person sets for this browser alone. The colour scheme is Mantine's own. */
const PREFERENCES = { keys: { storage: 'holdpoint-keys', fallback: true } } as const;
export type Preference = keyof typeof PREFERENCES;

const listeners = new Set<() => void>();

/** The stored choice, or its default where the browser keeps nothing. */
export function readPreference(name: Preference): boolean {
  try {
    const stored = window.localStorage.getItem(PREFERENCES[name].storage);
    return stored === null ? PREFERENCES[name].fallback : stored === 'on';
  } catch {
    return PREFERENCES[name].fallback;
  }
}

function writePreference(name: Preference, value: boolean) {
  try {
    window.localStorage.setItem(PREFERENCES[name].storage, value ? 'on' : 'off');
  } catch {
    // A browser that keeps nothing keeps the default.
  }
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** A preference and how to set it. */
export function usePreference(name: Preference): [boolean, (value: boolean) => void] {
  const value = useSyncExternalStore(
    subscribe,
    () => readPreference(name),
    () => PREFERENCES[name].fallback,
  );
  return [value, (next) => writePreference(name, next)];
}

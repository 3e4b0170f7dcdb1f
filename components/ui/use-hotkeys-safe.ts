'use client';

import { useEffect, useRef } from 'react';
import { type Pending, readPress, takenBy } from './chord.ts';
import { readPreference } from './preferences.ts';

/** Keys to what they do: `{ j: next, 'g q': goToQueue, Enter: open }`. */
export type Hotkeys = Record<string, () => void>;

const describeFocus = (target: EventTarget | null) =>
  target instanceof HTMLElement
    ? { tagName: target.tagName, role: target.getAttribute('role'), editable: target.isContentEditable }
    : null;

/**
 * Runs keys while the screen is up: never while someone types in a field, never under an open dialog (unless
 * `inDialog`), never with ctrl, cmd or alt, and not at all when the person has switched single keys off in Settings.
 */
export function useHotkeysSafe(keys: Hotkeys, options: { enabled?: boolean; inDialog?: boolean } = {}) {
  const { enabled = true, inDialog = false } = options;
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    if (!enabled) return;
    let pending: Pending = null;
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.isComposing || !readPreference('keys')) return;
      if (takenBy(describeFocus(event.target), event.key)) return;
      if (!inDialog && document.querySelector('dialog[open], [role="dialog"][aria-modal="true"]')) return;
      const read = readPress(event, Date.now(), pending, Object.keys(latest.current));
      pending = read.pending;
      if (!read.run) return;
      event.preventDefault();
      latest.current[read.run]?.();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [enabled, inDialog]);
}

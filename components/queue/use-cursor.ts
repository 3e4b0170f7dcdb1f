'use client';

import type { Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useState } from 'react';
import type { ShownRow } from './hold-rows.ts';

/** Where the cursor stood when the queue was left, so that coming back from a case goes on there. */
let remembered: string | null = null;

/** The row the keys act on. The keyboard's focus goes with it, so that a reader of the screen hears it. */
export function useCursor(rows: readonly ShownRow[], virtual: Virtualizer<HTMLDivElement, Element>) {
  const [cursor, setCursor] = useState(remembered);
  const place = rows.findIndex(({ row }) => row.id === cursor);

  const put = useCallback((id: string | null) => {
    remembered = id;
    setCursor(id);
  }, []);
  function move(by: 1 | -1) {
    const next = place < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, place + by));
    const id = rows[next]?.row.id;
    if (!id) return;
    put(id);
    virtual.scrollToIndex(next, { align: 'auto' });
    // The row may have to be drawn first.
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>(`[data-case="${id}"]`)?.focus({ preventScroll: true }),
    );
  }
  function leave() {
    put(null);
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }
  return { id: place < 0 ? null : cursor, row: rows[place], put, move, leave };
}

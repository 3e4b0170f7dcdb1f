'use client';

import { useMediaQuery } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useRef, useState } from 'react';
import type { SignalRow } from '../../server/events/signals/schema.ts';

const ROW_PX = 32;
const CARD_PX = 92;
const HEAD_PX = 29;

/** The row that the keys act on, and which rows are in sight. The keyboard's focus goes with the cursor. */
export function useRowCursor(rows: readonly SignalRow[]) {
  const scroller = useRef<HTMLDivElement>(null);
  const phone = useMediaQuery('(max-width: 48em)');
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (phone ? CARD_PX : ROW_PX),
    overscan: 12,
    paddingStart: phone ? 0 : HEAD_PX,
    scrollPaddingStart: phone ? 0 : HEAD_PX,
    initialRect: { width: 1440, height: 640 },
  });
  const [key, setKey] = useState<string | null>(null);
  const place = rows.findIndex(({ seq }) => seq === key);
  const put = useCallback((next: string | null) => setKey(next), []);
  function move(by: 1 | -1) {
    const next = place < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, place + by));
    const row = rows[next];
    if (!row) return;
    put(row.seq);
    virtual.scrollToIndex(next, { align: 'auto' });
    // The row may have to be drawn first.
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>(`[data-signal="${row.seq}"]`)?.focus({ preventScroll: true }),
    );
  }
  function leave() {
    put(null);
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }
  return { cursor: { key: place < 0 ? null : key, row: rows[place], put, move, leave }, scroller, virtual };
}

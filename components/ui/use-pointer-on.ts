'use client';

import { type PointerEvent, useRef, useState } from 'react';

/** Movement in pixels that counts as somebody's hand; less is the page moving under a resting pointer. */
const MOVED_PX = 3;

/**
 * Whether somebody moves a mouse over an element. A pointer that only happens to rest where the page appeared does not
 * count. Touch does not either: it has no place between two touches.
 */
export function usePointerOn() {
  const [on, setOn] = useState(false);
  const first = useRef<{ x: number; y: number } | null>(null);
  return {
    on,
    handlers: {
      onPointerMove: (event: PointerEvent) => {
        if (on || event.pointerType === 'touch') return;
        first.current ??= { x: event.clientX, y: event.clientY };
        const moved = Math.hypot(event.clientX - first.current.x, event.clientY - first.current.y);
        if (moved >= MOVED_PX) setOn(true);
      },
      onPointerLeave: () => {
        first.current = null;
        setOn(false);
      },
    },
  };
}

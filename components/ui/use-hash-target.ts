'use client';

import { useEffect, useState } from 'react';

/**
 * The anchor named in the address, brought into view once what it names is on the screen. A browser looks for an anchor
 * before the data arrives; a link to an audit entry must survive a reload all the same.
 * @param ready whether the content has been rendered, or whether that of an anchor has
 */
export function useHashTarget(ready: boolean | ((anchor: string) => boolean)): string | null {
  const [target, setTarget] = useState<string | null>(null);

  useEffect(() => {
    const read = () => setTarget(window.location.hash.slice(1) || null);
    read();
    window.addEventListener('hashchange', read);
    return () => window.removeEventListener('hashchange', read);
  }, []);

  const there = typeof ready === 'boolean' ? ready : target !== null && ready(target);
  useEffect(() => {
    if (!there || !target) return;
    const element = document.getElementById(target);
    element?.scrollIntoView({ block: 'start' });
    element?.focus({ preventScroll: true });
  }, [there, target]);

  return target;
}
